// Short notices that come and go. Failures stay until closed.
import { notifications } from "@mantine/notifications";

const LOOK = { withBorder: true, closeButtonProps: { "aria-label": "Close the notice" } };

export function toast(message: string): void {
  notifications.show({ message, autoClose: 4000, ...LOOK });
}

/** What has the same id as a notice that is still there is not told twice. */
export function toastFailure(title: string, error: unknown, id?: string): void {
  const message = error instanceof Error ? error.message : "Something unexpected happened.";
  const requestId = (error as { requestId?: string } | null)?.requestId;
  const suffix = requestId ? ` (request ${requestId})` : "";
  notifications.show({
    id,
    title,
    message: message + suffix,
    color: "red",
    autoClose: false,
    ...LOOK,
    "data-testid": "failure",
  });
}
