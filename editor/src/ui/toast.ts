// Short notices that come and go. Failures stay until closed.
import { notifications } from "@mantine/notifications";

export function toast(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true });
}

export function toastFailure(title: string, error: unknown): void {
  const message = error instanceof Error ? error.message : "Something unexpected happened.";
  const requestId = (error as { requestId?: string } | null)?.requestId;
  const suffix = requestId ? ` (request ${requestId})` : "";
  notifications.show({
    title,
    message: message + suffix,
    color: "red",
    autoClose: false,
    withBorder: true,
    "data-testid": "failure",
  });
}
