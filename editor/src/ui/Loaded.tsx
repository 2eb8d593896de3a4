// What a screen shows for an answer of the server: the shape of what comes, the answer, the last answer marked as old,
// what failed, which permission is missing, or that there is no connection.
import { Alert, Button, Stack, Text } from "@mantine/core";
import IconCloudOff from "@tabler/icons-react/dist/esm/icons/IconCloudOff.mjs";
import IconLock from "@tabler/icons-react/dist/esm/icons/IconLock.mjs";
import type { ReactNode } from "react";
import { Failed, LoadingRows } from "./states";

export interface Answer<T> {
  data: T | undefined;
  error: unknown;
  dataUpdatedAt: number;
  fetchStatus: string;
  refetch: () => unknown;
}

interface Props<T> {
  answer: Answer<T>;
  /** What could not be read, as a sentence without its end. */
  what: string;
  skeleton?: ReactNode;
  children: (data: T) => ReactNode;
}

export function Loaded<T>({ answer, what, skeleton = <LoadingRows />, children }: Props<T>) {
  const { data, error, dataUpdatedAt, fetchStatus } = answer;
  const retry = () => void answer.refetch();
  const permission = missingPermission(error);
  if (permission) return <NoPermission permission={permission} />;
  if (data === undefined) {
    if (error) return <Failed what={what} error={error} onRetry={retry} />;
    return fetchStatus === "paused" ? <Offline /> : skeleton;
  }
  return (
    <>
      {error != null && <Stale what={what} error={error} at={dataUpdatedAt} onRetry={retry} />}
      {children(data)}
    </>
  );
}

function missingPermission(error: unknown): string | undefined {
  const failure = error as { status?: number; body?: { permission?: unknown } } | null;
  if (failure?.status !== 403) return undefined;
  return typeof failure.body?.permission === "string" ? failure.body.permission : "for this page";
}

interface StaleProps {
  what: string;
  error: unknown;
  at: number;
  onRetry: () => void;
}

/** Above data that was read earlier and could not be read again. */
function Stale({ what, error, at, onRetry }: StaleProps) {
  return (
    <div data-testid="stale">
      <Failed
        what={`${what} again. This is how it was at ${new Date(at).toLocaleTimeString()}.`}
        error={error}
        onRetry={onRetry}
      />
    </div>
  );
}

export function NoPermission({ permission }: { permission: string }) {
  return (
    <Alert
      icon={<IconLock size={20} />}
      color="yellow"
      variant="light"
      title="You may not see this"
      role="alert"
      data-testid="no-permission"
    >
      This needs the permission <strong>{permission}</strong>, which your role does not have. An administrator
      can give you a role that has it.
    </Alert>
  );
}

export function Offline() {
  return (
    <Stack align="center" gap="md" py={64} px="md" role="status" data-testid="offline-state">
      <IconCloudOff size={32} aria-hidden="true" />
      <Text c="dimmed" ta="center" maw={420}>
        There is no connection. This is read as soon as there is one again.
      </Text>
      <Button variant="default" onClick={() => location.reload()}>
        Reload the page
      </Button>
    </Stack>
  );
}
