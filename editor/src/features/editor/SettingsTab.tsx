// How the engine treats the node, whatever its type: errors, retries, timeout, where the output goes, notes.
import { Checkbox, Group, NumberInput, Select, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import { useMemo } from "react";
import type { FlowNode } from "../../core/document";
import { ownMessages } from "../../core/nodeFields";
import type { NodeSettings } from "../../core/operations";
import { useEditor, useEditorSession, useView } from "./session";

const toNumber = (value: string | number): number | undefined =>
  typeof value === "number" ? value : undefined;

export function SettingsTab({ id }: { id: string }) {
  const session = useEditorSession();
  const node = useEditor((state) => state.document.nodes.find((item) => item.id === id));
  const usual = useEditor((state) => state.document.settings?.onError ?? "stop");
  const problems = useView((view) => view.problems);
  const messages = useMemo(() => ownMessages(problems, id), [problems, id]);
  if (!node) return null;
  const set = (settings: NodeSettings) =>
    session.store.getState().apply({ kind: "setNode", node: id, settings });
  return (
    <fieldset disabled={!session.mayEdit} style={{ border: "none", margin: 0, padding: 0 }}>
      <Stack gap="md">
        <Switch
          label="Disabled"
          description="The node is left out; its input goes straight on"
          checked={node.disabled === true}
          onChange={(event) => set({ disabled: event.currentTarget.checked || undefined })}
          data-testid="field-disabled"
        />
        <Select
          label="When it fails"
          description="A wire on the error port comes before this"
          data={[
            { value: "stop", label: "Stop the run" },
            { value: "continue", label: "Go on with the next node" },
          ]}
          value={node.onError ?? usual}
          allowDeselect={false}
          onChange={(value) => set({ onError: value === usual ? undefined : (value as "stop" | "continue") })}
          data-testid="field-onError"
        />
        <NumberInput
          label="Timeout"
          description="Seconds until the node is stopped"
          suffix=" s"
          min={0}
          value={node.timeout ?? ""}
          error={messages.get("timeout")}
          onChange={(value) => set({ timeout: toNumber(value) })}
          data-testid="field-timeout"
        />
        <RetryFields node={node} set={set} error={messages.get("retry")} />
        <Select
          label="When several wires reach it"
          data={[
            { value: "once", label: "Run once, when all that come have come" },
            { value: "each", label: "Run for every message that arrives" },
          ]}
          value={node.run ?? "once"}
          allowDeselect={false}
          error={messages.get("run")}
          onChange={(value) => set({ run: value === "each" ? "each" : undefined })}
          data-testid="field-run"
        />
        <TextInput
          label="Output variable"
          description="Also store the output under this name"
          placeholder="disks"
          className="oc-mono-input"
          value={node.outputVariable ?? ""}
          error={messages.get("outputVariable")}
          onChange={(event) => set({ outputVariable: event.currentTarget.value || undefined })}
          data-testid="field-outputVariable"
        />
        <Checkbox
          label="Safe to run again"
          description="After a crash the node may be run a second time"
          checked={node.repeatable === true}
          onChange={(event) => set({ repeatable: event.currentTarget.checked || undefined })}
          data-testid="field-repeatable"
        />
        <Textarea
          label="Notes"
          autosize
          minRows={3}
          value={node.notes ?? ""}
          onChange={(event) => set({ notes: event.currentTarget.value || undefined })}
          data-testid="field-notes"
        />
      </Stack>
    </fieldset>
  );
}

function RetryFields({
  node,
  set,
  error,
}: {
  node: FlowNode;
  set: (settings: NodeSettings) => void;
  error?: string;
}) {
  const { retry } = node;
  return (
    <Group grow align="flex-start">
      <NumberInput
        label="Retries"
        min={0}
        allowDecimal={false}
        value={retry?.count ?? ""}
        placeholder="0"
        error={error}
        onChange={(value) => {
          const count = toNumber(value);
          set({ retry: count ? { ...retry, count } : undefined });
        }}
        data-testid="field-retry-count"
      />
      <NumberInput
        label="Pause between"
        min={0}
        suffix=" s"
        disabled={!retry}
        value={retry?.delay ?? ""}
        placeholder="0 s"
        onChange={(value) => retry && set({ retry: { ...retry, delay: toNumber(value) ?? 0 } })}
        data-testid="field-retry-delay"
      />
    </Group>
  );
}
