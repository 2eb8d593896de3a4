// What a screen shows while it loads, when there is nothing yet, and when something failed.
import { Alert, Button, Code, Group, Skeleton, Stack, Text } from "@mantine/core";
import IconAlertCircle from "@tabler/icons-react/dist/esm/icons/IconAlertCircle.mjs";
import IconRefresh from "@tabler/icons-react/dist/esm/icons/IconRefresh.mjs";
import { type ReactNode, useEffect, useState } from "react";

const SKELETON_DELAY_MS = 150;

/** Rows like those that are coming, after a moment, so that a quick answer does not flicker. */
export function LoadingRows({ rows = 6, height = 44 }: { rows?: number; height?: number }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), SKELETON_DELAY_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  const keys = Array.from({ length: rows }, (_, index) => `row-${index}`);
  return (
    <Stack gap="xs" role="status" aria-label="Loading">
      {keys.map((key) => (
        <Skeleton key={key} height={height} radius="md" />
      ))}
    </Stack>
  );
}

export function Empty({
  children,
  action,
  icon,
}: {
  children: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}) {
  return (
    <Stack align="center" gap="md" py={64} px="md">
      {icon}
      <Text c="dimmed" ta="center" maw={420}>
        {children}
      </Text>
      {action}
    </Stack>
  );
}

interface FailedProps {
  what: string;
  error: unknown;
  onRetry?: () => void;
}

export function Failed({ what, error, onRetry }: FailedProps) {
  const message = error instanceof Error ? error.message : "Something unexpected happened.";
  const requestId = (error as { requestId?: string } | null)?.requestId;
  return (
    <Alert icon={<IconAlertCircle size={20} />} color="red" variant="light" title={what} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{message}</Text>
        <Group gap="md">
          {onRetry && (
            <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={onRetry}>
              Retry
            </Button>
          )}
          {requestId && (
            <Text size="xs" c="dimmed">
              Request <Code>{requestId}</Code>
            </Text>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
