// Extracting nodes to a subflow: shows what goes in and what comes out, asks for a name, and makes the flow.
import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useCreateFlow } from "../../../api/flows/createFlow";
import type { ParameterType } from "../../../core/document";
import { extractedFlow, withCall } from "../../../core/subflow";
import { type Extraction, planExtraction } from "../../../core/subflowPlan";
import { FormButtons } from "../../../ui/FormButtons";
import { Failed } from "../../../ui/states";
import { useEditorSession } from "../session";

export function ExtractDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Extract to a subflow">
      {opened && <Body onClose={onClose} />}
    </Modal>
  );
}

function Body({ onClose }: { onClose: () => void }) {
  const session = useEditorSession();
  const [{ document, chosen }] = useState(() => {
    const state = session.store.getState();
    return { document: state.document, chosen: state.selection.nodes };
  });
  const [plan] = useState(() => planExtraction(document, session.catalog, chosen));
  if (plan.ok) return <ExtractForm extraction={plan.extraction} chosen={chosen} onClose={onClose} />;
  return (
    <Stack gap="md">
      <Text size="sm" data-testid="extract-reason">
        {plan.reason}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          Close
        </Button>
      </Group>
    </Stack>
  );
}

const TYPES: ParameterType[] = ["string", "integer", "number", "boolean", "array", "object"];

interface Props {
  extraction: Extraction;
  chosen: ReadonlySet<string>;
  onClose: () => void;
}

function ExtractForm({ extraction: inferred, chosen, onClose }: Props) {
  const session = useEditorSession();
  const create = useCreateFlow();
  const [name, setName] = useState("");
  const [extraction, setExtraction] = useState(inferred);
  const setType = (index: number, type: ParameterType) =>
    setExtraction((now) => ({
      ...now,
      inputs: now.inputs.map((input, at) =>
        at === index ? { ...input, parameter: { ...input.parameter, type } } : input,
      ),
    }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { document } = session.store.getState();
    const flow = extractedFlow(document, session.catalog, chosen, extraction, name.trim());
    create.mutate(flow, {
      onSuccess: (created) => {
        const { document: now, apply, select } = session.store.getState();
        const after = withCall(now, session.catalog, chosen, extraction, created.name);
        apply({ kind: "replace", document: after.document, label: `extract “${created.name}”` });
        select({ nodes: new Set([after.call]) });
        onClose();
      },
    });
  };
  return (
    <form onSubmit={submit} data-testid="extract-form">
      <Stack gap="md">
        <TextInput
          label="Name of the new flow"
          required
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
          data-testid="extract-name"
        />
        <div>
          <Text size="sm" fw={650}>
            Goes in
          </Text>
          {extraction.inputs.length === 0 && (
            <Text size="sm" c="dimmed">
              The message only.
            </Text>
          )}
          {extraction.inputs.map((input, index) => (
            <Group key={input.name} gap="xs" mt={6} wrap="nowrap">
              <Text size="sm" style={{ flex: 1 }} truncate>
                {input.name} = <code>{input.expression}</code>
              </Text>
              <NativeSelect
                size="xs"
                aria-label={`Type of ${input.name}`}
                data={TYPES}
                value={input.parameter.type}
                onChange={(event) => setType(index, event.currentTarget.value as ParameterType)}
              />
            </Group>
          ))}
        </div>
        <div>
          <Text size="sm" fw={650}>
            Comes out
          </Text>
          <Text size="sm" c={extraction.outputs.length === 0 ? "dimmed" : undefined}>
            {extraction.outputs.length === 0
              ? "The message of its last node."
              : extraction.outputs.map((output) => output.name).join(", ")}
          </Text>
        </div>
        {create.error && <Failed what="The flow was not made" error={create.error} />}
        <FormButtons
          label="Extract"
          isBusy={create.isPending}
          isOff={name.trim() === ""}
          testId="extract-submit"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
