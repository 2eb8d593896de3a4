// Drawing a wire without a mouse: choose the port it leaves from and where it goes.
import { Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Port, portsOf } from "../../core/descriptor";
import { nodeTitle } from "../../core/document";
import { selectedNode } from "../../core/editorStore";
import { checkConnection, type PortRef, portKey, validEnds } from "../../core/wiring";
import { addWire, refuse } from "./edit";
import { type Session, useEditorSession } from "./session";

export function ConnectDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const session = useEditorSession();
  const node = selectedNode(session.store.getState());
  return (
    <Modal opened={opened} onClose={onClose} title={`Connect ${node ? titleOf(session, node) : ""}`}>
      {node && <ConnectForm node={node} onClose={onClose} />}
    </Modal>
  );
}

function ConnectForm({ node, onClose }: { node: string; onClose: () => void }) {
  const session = useEditorSession();
  const outputs = outputsOf(session, node);
  const [port, setPort] = useState(outputs[0]?.id ?? "");
  const [chosen, setChosen] = useState<string | null>(null);
  const from: PortRef = { node, port, side: "output" };
  const targets = targetsOf(session, from);
  const end = targets.find((item) => item.value === chosen) ?? targets[0];

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!end) return;
    const { document } = session.store.getState();
    const result = checkConnection(document, session.catalog, from, end.ref);
    if (result.ok) addWire(session, result.wire);
    else refuse(session, result.reason);
    onClose();
  };

  if (outputs.length === 0) return <Text size="sm">This node has no way out to connect.</Text>;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        {outputs.length > 1 && (
          <NativeSelect
            label="From port"
            data={outputs.map((item) => ({ value: item.id, label: item.label || item.id }))}
            value={port}
            onChange={(event) => setPort(event.currentTarget.value)}
            data-autofocus
            data-testid="connect-port"
          />
        )}
        {end ? (
          <NativeSelect
            label="To"
            data={targets.map(({ value, label }) => ({ value, label }))}
            value={end.value}
            onChange={(event) => setChosen(event.currentTarget.value)}
            data-autofocus={outputs.length === 1 || undefined}
            data-testid="connect-target"
          />
        ) : (
          <Text size="sm">No node has a free input that fits this port.</Text>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!end} data-testid="connect-submit">
            Connect
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function outputsOf(session: Session, id: string): Port[] {
  const node = session.store.getState().document.nodes.find((item) => item.id === id);
  const descriptor = node && session.catalog.get(node.type);
  return descriptor ? portsOf(descriptor, node.config).outputs : [];
}

/** The inputs that this port fits; the port is named only where a node has several. */
function targetsOf(session: Session, from: PortRef): { value: string; label: string; ref: PortRef }[] {
  const { document } = session.store.getState();
  const valid = validEnds(document, session.catalog, from);
  return document.nodes.flatMap((node) => {
    const descriptor = session.catalog.get(node.type);
    const inputs = descriptor ? portsOf(descriptor, node.config).inputs : [];
    return inputs
      .filter((input) => valid.has(portKey(node.id, input.id)))
      .map((input) => ({
        value: portKey(node.id, input.id),
        label: titleOf(session, node.id) + (inputs.length > 1 ? ` · ${input.label || input.id}` : ""),
        ref: { node: node.id, port: input.id, side: "input" as const },
      }));
  });
}

function titleOf(session: Session, id: string): string {
  const node = session.store.getState().document.nodes.find((item) => item.id === id);
  return node ? nodeTitle(node, session.catalog.get(node.type)?.name ?? node.type) : id;
}
