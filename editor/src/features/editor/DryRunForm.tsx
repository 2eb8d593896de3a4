// Asks for the flow's parameters and tries the drawing as it is on the screen, without doing anything.
import { Button, Group, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useDryRun } from "../../api/flows/dryRun";
import { benchOf } from "../../core/bench";
import type { FlowParameter } from "../../core/document";
import { type ParameterDrafts, readDrafts, startingDrafts } from "../../core/parameters";
import { type Rehearsal, showRehearsal } from "../../core/rehearsal";
import { ParameterInput } from "../../ui/ParameterInput";
import { Failed } from "../../ui/states";
import { type Session, useEditor, useEditorSession } from "./session";

const NO_PARAMETERS: { [name: string]: FlowParameter } = {};

export default function DryRunForm({ onClose }: { onClose: () => void }) {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const parameters = document.parameters ?? NO_PARAMETERS;
  const rehearse = useDryRun();
  const [drafts, setDrafts] = useState<ParameterDrafts>(() => startingDrafts(parameters));
  const [errors, setErrors] = useState<{ [name: string]: string }>({});

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const read = readDrafts(parameters, drafts);
    setErrors(read.errors);
    if (Object.keys(read.errors).length > 0) return;
    const { pins } = benchOf(session.bench.getState(), document.nodes);
    rehearse.mutate(
      { document, parameters: read.values, ...(Object.keys(pins).length > 0 ? { pins } : {}) },
      {
        onSuccess: (rehearsal) => {
          showDryRun(session, rehearsal);
          onClose();
        },
      },
    );
  };

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">
          Shows which way the flow would go and what each node would be told. Nothing is done and no run is
          kept.
        </Text>
        {Object.entries(parameters).map(([name, parameter]) => (
          <ParameterInput
            key={name}
            name={name}
            parameter={parameter}
            value={drafts[name] ?? ""}
            error={errors[name]}
            onChange={(text) => setDrafts((now) => ({ ...now, [name]: text }))}
          />
        ))}
        {rehearse.error && <Failed what="The dry run did not work" error={rehearse.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={rehearse.isPending} data-testid="dry-run-start" data-autofocus>
            Try it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Lays a dry run over the drawing, as if it had been a run. */
function showDryRun(session: Session, rehearsal: Rehearsal): void {
  showRehearsal(session.overlay, rehearsal);
  session.view.setState({ runId: null, rehearsal, drawer: "run", inspector: "output" });
  session.store.getState().announce("The dry run is over. Nothing was changed.");
}
