// Asks before unsaved changes are left behind.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useSave } from "./save";

interface Props {
  opened: boolean;
  onStay?: () => void;
  onLeave?: () => void;
}

export function LeaveDialog({ opened, onStay, onLeave }: Props) {
  const save = useSave();
  const [isSaving, setSaving] = useState(false);
  const saveAndLeave = async () => {
    setSaving(true);
    const isSaved = await save();
    setSaving(false);
    if (isSaved) onLeave?.();
    else onStay?.();
  };
  return (
    <Modal opened={opened} onClose={() => onStay?.()} title="Unsaved changes">
      <Stack gap="md">
        <Text size="sm">This flow has changes that are not saved yet.</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="red" onClick={onLeave}>
            Leave without saving
          </Button>
          <Button variant="default" onClick={onStay}>
            Stay
          </Button>
          <Button onClick={saveAndLeave} loading={isSaving} data-autofocus>
            Save and leave
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
