// The page is there but the server does not answer: says so, and tries again by itself.
import { Button, Loader, Stack, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { useRestore } from "../../api/session";

const PAUSE_MS = 3_000;

export function Unreachable() {
  const restore = useRestore();
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each failed try starts the pause before the next
  useEffect(() => {
    const timer = setTimeout(() => restore().finally(() => setTries((count) => count + 1)), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [tries, restore]);
  return (
    <Stack component="main" align="center" gap="md" py={96} px="md" role="alert">
      <Title order={1}>The server cannot be reached</Title>
      <Text c="dimmed" ta="center" maw={460}>
        It may be starting, or the network may be down. Runs that were started go on without this page.
      </Text>
      <Loader size="sm" aria-label="Trying again" />
      <Button onClick={() => restore()}>Try again now</Button>
    </Stack>
  );
}
