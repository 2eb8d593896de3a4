// Asks whether the flows that this one runs go into the file too.
import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { callsOf } from "../../../core/called";
import { toastFailure } from "../../../ui/toast";
import { useEditorSession } from "../session";
import { exportFlows, exportWithCalled } from "./exporting";

export function ExportDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Export">
      {opened && <Choice onClose={onClose} />}
    </Modal>
  );
}

function Choice({ onClose }: { onClose: () => void }) {
  const session = useEditorSession();
  const [isBusy, setBusy] = useState(false);
  const { document } = session.store.getState();
  const all = async () => {
    setBusy(true);
    await exportWithCalled(session).catch((error) => toastFailure("The file was not written", error));
    onClose();
  };
  const alone = () => {
    exportFlows(session, [document]);
    onClose();
  };
  return (
    <Stack gap="md">
      <Text size="sm">“{document.name}” runs other flows. Without them it does not work elsewhere:</Text>
      <List size="sm">
        {callsOf(document, session.catalog).map((name) => (
          <List.Item key={name}>{name}</List.Item>
        ))}
      </List>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={alone} data-testid="export-alone">
          This flow only
        </Button>
        <Button loading={isBusy} onClick={all} data-autofocus data-testid="export-all">
          With the flows it runs
        </Button>
      </Group>
    </Stack>
  );
}
