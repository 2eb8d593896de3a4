// A flow that was brought from outside: opened beside this one, put into it, or in its place. Of Node-RED flows it is
// said first what became of them.
import { Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useCreateUnderFreeName } from "../../../api/flows/createUnderFreeName";
import { useImportFlows } from "../../../api/flows/importFlows";
import type { FlowDocument } from "../../../core/document";
import { ConversionReport } from "../../../ui/ConversionReport";
import { Failed } from "../../../ui/states";
import { toast } from "../../../ui/toast";
import { insertFlow } from "../insertFlow";
import { type Arrival, useEditorSession, useView } from "../session";

export function ImportDialog({ opened }: { opened: boolean }) {
  const arrival = useView((view) => view.incoming);
  const { view } = useEditorSession();
  const close = () => view.setState({ incoming: null });
  const isRed = arrival?.what.kind === "nodeRed";
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={isRed ? "Convert from Node-RED" : "Import"}
      size={isRed ? "lg" : undefined}
    >
      {arrival && <Content arrival={arrival} onClose={close} />}
    </Modal>
  );
}

interface Props {
  arrival: Arrival;
  onClose: () => void;
}

function Content({ arrival, onClose }: Props) {
  const { what, at } = arrival;
  if (what.kind === "flows") return <Many flows={what.flows} onClose={onClose} />;
  const flow = what.kind === "flow" ? what.flow : what.conversion.document;
  return (
    <Stack gap="md" data-testid="import-choice">
      {what.kind === "nodeRed" ? (
        <ConversionReport report={what.conversion.report} />
      ) : (
        <Text size="sm">
          The flow “{flow.name}” has {flow.nodes.length === 1 ? "one node" : `${flow.nodes.length} nodes`}.
          What is to become of it?
        </Text>
      )}
      <Ways flow={flow} at={at} onClose={onClose} />
    </Stack>
  );
}

function Ways({ flow, at, onClose }: { flow: FlowDocument; at: Arrival["at"]; onClose: () => void }) {
  const session = useEditorSession();
  const { create, isPending } = useCreateUnderFreeName();
  const navigate = useNavigate();
  const [wrong, setWrong] = useState<unknown>(null);
  const open = async () => {
    try {
      const created = await create(flow);
      onClose();
      await navigate({ to: "/flows/$flowId", params: { flowId: created.id } });
    } catch (error) {
      setWrong(error);
    }
  };
  const insert = () => {
    insertFlow(session, flow, at);
    onClose();
  };
  const replace = () => {
    const { document, apply } = session.store.getState();
    apply({ kind: "replace", document: { ...flow, name: document.name }, label: `import “${flow.name}”` });
    session.canvas.current?.fitAll();
    toast("The file took the place of the drawing. Undo brings the old one back.");
    onClose();
  };
  return (
    <>
      {wrong != null && <Failed what="The flow was not made" error={wrong} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="subtle" onClick={replace} data-testid="import-replace">
          In place of this drawing
        </Button>
        <Button variant="default" onClick={insert} data-testid="import-insert">
          Insert here
        </Button>
        <Button loading={isPending} onClick={open} data-autofocus data-testid="import-open">
          Open as a new flow
        </Button>
      </Group>
    </>
  );
}

function Many({ flows, onClose }: { flows: FlowDocument[]; onClose: () => void }) {
  const importing = useImportFlows();
  const submit = () =>
    importing.mutate(
      { flows, on_conflict: "rename", activate: true },
      {
        onSuccess: ({ items }) => {
          const failed = items.filter((item) => item.status === "failed");
          toast(`${items.length - failed.length} of ${items.length} flows were imported.`);
          if (failed.length === 0) onClose();
        },
      },
    );
  const failed = importing.data?.items.filter((item) => item.status === "failed") ?? [];
  return (
    <Stack gap="md">
      <Text size="sm">
        This file holds {flows.length} flows. They become flows of their own; a name that is taken gets a
        number.
      </Text>
      <List size="sm">
        {flows.slice(0, 20).map((flow) => (
          <List.Item key={flow.name}>{flow.name}</List.Item>
        ))}
      </List>
      {failed.map((item) => (
        <Failed
          key={item.name}
          what={`${item.name} was not imported`}
          error={new Error(item.messages?.join(" "))}
        />
      ))}
      {importing.error && <Failed what="Nothing was imported" error={importing.error} />}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {importing.data ? "Close" : "Cancel"}
        </Button>
        {!importing.data && (
          <Button loading={importing.isPending} onClick={submit} data-autofocus data-testid="import-many">
            Import all
          </Button>
        )}
      </Group>
    </Stack>
  );
}
