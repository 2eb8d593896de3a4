// Pages for places that do not exist and for errors that no screen expected.
import { Button, Code, Group, Stack, Text, Title } from "@mantine/core";
import { type ErrorComponentProps, Link, useLocation } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { Offline } from "../ui/Loaded";

export function NotFoundPage() {
  const path = useLocation({ select: (location) => location.pathname });
  return (
    <Stack align="center" gap="md" py={96} px="md">
      <Title order={1}>There is no page here</Title>
      <Text c="dimmed" ta="center">
        Nothing lives at <Code>{path}</Code>. The link may be old, or the flow or run may be deleted.
      </Text>
      <Group>
        <Button component={Link} to="/">
          Go to the dashboard
        </Button>
        <Button component={Link} to="/flows" variant="default">
          Go to flows
        </Button>
        <Button component={Link} to="/runs" variant="default">
          Go to runs
        </Button>
      </Group>
    </Stack>
  );
}

/** A page that was never read cannot be shown without a network; it opens when there is one again. */
function useReloadOnline(): boolean {
  const [isOffline] = useState(() => !navigator.onLine);
  useEffect(() => {
    if (!isOffline) return;
    const reload = () => location.reload();
    addEventListener("online", reload);
    return () => removeEventListener("online", reload);
  }, [isOffline]);
  return isOffline;
}

export function BrokenPage({ error, reset }: ErrorComponentProps) {
  const isOffline = useReloadOnline();
  if (isOffline) return <Offline />;
  return (
    <Stack align="center" gap="md" py={96} px="md" role="alert">
      <Title order={1}>This page could not be shown</Title>
      <Text c="dimmed" ta="center" maw={520}>
        {(error instanceof Error && error.message) || "Something unexpected happened."} What is stored on the
        server is not touched.
      </Text>
      <Group>
        <Button onClick={reset}>Try again</Button>
        <Button variant="default" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </Group>
    </Stack>
  );
}
