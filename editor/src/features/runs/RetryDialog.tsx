// Takes an ended run up again in place: from the step that failed or another, with other values where wanted.
import { Button, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { type FormEvent, useState } from "react";
import { useNodeSteps } from "../../api/runs/listSteps";
import { useVariables } from "../../api/runs/listVariables";
import { useRetry } from "../../api/runs/retryRun";
import type { VariableEdit } from "../../core/bench";
import { jsonText, readJson } from "../../core/jsonText";
import type { OverlayStore } from "../../core/overlayStore";
import type { Step } from "../../core/run";
import { FormButtons } from "../../ui/FormButtons";
import { JsonInput } from "../../ui/JsonInput";
import { Failed } from "../../ui/states";
import { useScope } from "./useRunView";

interface Props {
  runId: string;
  /** The selected node, whose last step is offered. */
  node: string | undefined;
  overlay: OverlayStore;
  /** Offer the selected node first. */
  isFromNode?: boolean;
  onDone: () => void;
  onClose: () => void;
}

interface Draft {
  name: string;
  scope: string;
  text: string;
}

const FAILED_STEP = "";

export default function RetryForm({ runId, overlay, node, isFromNode, onDone, onClose }: Props) {
  const retry = useRetry();
  const scope = useScope(overlay);
  const steps = useNodeSteps(runId, node ?? "", node ? scope : "", "retry").data?.items ?? [];
  const last = node ? steps.findLast((step) => step.node === node && step.status !== "skipped") : undefined;
  const [isSelected, setSelected] = useState<boolean | null>(null);
  const from = last && (isSelected ?? (isFromNode || last.status === "completed")) ? last.key : undefined;
  const [drafts, setDrafts] = useState<readonly Draft[]>([]);
  const [payload, setPayload] = useState("");
  const edits = drafts.map(readDraft);
  const readPayload = readJson(payload);
  const isReady = edits.every((edit) => edit !== undefined) && !readPayload.error;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isReady) return;
    const variables = edits.filter((edit) => edit !== undefined);
    retry.mutate(
      {
        run: runId,
        from,
        variables: variables.length > 0 ? variables : undefined,
        payload: readPayload.value,
      },
      { onSuccess: onDone },
    );
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text size="sm">
          The same run goes on from here. What it has done before is kept and not done again.
        </Text>
        <NativeSelect
          label="Go on from"
          data={[
            { value: FAILED_STEP, label: "The step where it stopped" },
            ...(last ? [optionOf(last)] : []),
          ]}
          value={from ?? FAILED_STEP}
          onChange={(event) => setSelected(event.currentTarget.value !== FAILED_STEP)}
          description={last ? undefined : "To go on from another step, select its node first"}
          data-testid="retry-from"
          data-autofocus
        />
        <VariableDrafts runId={runId} drafts={drafts} onChange={setDrafts} />
        <JsonInput
          label="Payload"
          description="Another payload for that step, as JSON; empty leaves it as it was"
          text={payload}
          minRows={2}
          onChange={setPayload}
          data-testid="retry-payload"
        />
        {retry.error && <Failed what="The run was not taken up again" error={retry.error} />}
        <FormButtons
          label="Retry"
          isBusy={retry.isPending}
          isOff={!isReady}
          testId="retry-submit"
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}

function optionOf(step: Step) {
  return { value: step.key, label: `The selected node: ${step.key}` };
}

function readDraft({ name, scope, text }: Draft): VariableEdit | undefined {
  const { value } = readJson(text);
  return name.trim() === "" || value === undefined ? undefined : { name: name.trim(), scope, value };
}

interface DraftsProps {
  runId: string;
  drafts: readonly Draft[];
  onChange: (drafts: readonly Draft[]) => void;
}

function VariableDrafts({ runId, drafts, onChange }: DraftsProps) {
  const known = useVariables(runId, "retry").data?.items ?? [];
  const set = (index: number, change: Partial<Draft>) =>
    onChange(drafts.map((draft, at) => (at === index ? { ...draft, ...change } : draft)));
  const rename = (index: number, name: string) => {
    const found = known.find((variable) => variable.name === name);
    set(index, found && drafts[index]?.text === "" ? { name, text: jsonText(found.value) } : { name });
  };
  return (
    <div>
      <Text size="sm" fw={500}>
        Variables
      </Text>
      <datalist id="retry-variables">
        {known.map((variable) => (
          <option key={`${variable.scope}/${variable.name}`} value={variable.name} />
        ))}
      </datalist>
      {drafts.map((draft, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its name is edited
        <Stack key={index} gap={4} mt="xs">
          <Group gap="xs" wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              aria-label="Name of the variable"
              placeholder="name"
              list="retry-variables"
              value={draft.name}
              onChange={(event) => rename(index, event.currentTarget.value)}
              data-testid="retry-variable-name"
            />
            <NativeSelect
              size="xs"
              aria-label="Reach"
              data={[
                { value: "job", label: "The whole run" },
                { value: "step", label: "This path" },
              ]}
              value={draft.scope}
              onChange={(event) => set(index, { scope: event.currentTarget.value })}
            />
            <Button
              size="compact-xs"
              variant="subtle"
              color="gray"
              onClick={() => onChange(drafts.filter((_, at) => at !== index))}
            >
              Remove
            </Button>
          </Group>
          <JsonInput
            label="Value"
            text={draft.text}
            minRows={1}
            onChange={(text) => set(index, { text })}
            data-testid="retry-variable-value"
          />
        </Stack>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        mt={4}
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange([...drafts, { name: "", scope: "job", text: "" }])}
        data-testid="retry-variable-add"
      >
        Set a variable
      </Button>
    </div>
  );
}
