// Asks before a draft is left behind that could be kept neither on the server nor in this browser.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useEditorSession } from "./session";

interface Props {
  opened: boolean;
  onStay?: () => void;
  onLeave?: () => void;
}

export function LeaveDialog({ opened, onStay, onLeave }: Props) {
  const { keeper } = useEditorSession();
  const [isSaving, setSaving] = useState(false);
  const saveAndLeave = async () => {
    setSaving(true);
    const isSaved = await keeper.keepNow();
    setSaving(false);
    if (isSaved) onLeave?.();
    else onStay?.();
  };
  return (
    <Modal opened={opened} onClose={() => onStay?.()} title="Unsaved changes">
      <Stack gap="md">
        <Text size="sm">
          The draft of this flow could not be kept: the server does not answer, and this browser has no room
          for it.
        </Text>
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
