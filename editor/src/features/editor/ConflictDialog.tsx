// Somebody else saved meanwhile: the choice what to do, without losing either version.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { toastFailure } from "../../ui/toast";
import { useConflictAnswers } from "./save";

export function ConflictDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { takeTheirs, keepMine } = useConflictAnswers();
  const [busy, setBusy] = useState(false);
  const answer = async (act: () => Promise<void>) => {
    setBusy(true);
    await act().catch((error: unknown) => toastFailure("The newer version could not be read", error));
    setBusy(false);
  };
  return (
    <Modal opened={opened} onClose={onClose} title="Somebody saved this flow meanwhile" size="lg">
      <Stack gap="md">
        <Text size="sm">
          There is a newer version on the server. You can open it (undo brings yours back), or save yours as
          the version after it; theirs is kept among the versions.
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} disabled={busy} data-autofocus>
            Cancel
          </Button>
          <Button variant="default" onClick={() => answer(takeTheirs)} loading={busy}>
            Open theirs
          </Button>
          <Button onClick={() => answer(keepMine)} loading={busy}>
            Save mine as the newest
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
