// How runs of the flow go: which starts first, how many at once, what a failure does, and what must hold between
// parameters.
import { NumberInput, Select, Stack, TextInput } from "@mantine/core";
import type { FlowSettings } from "../../core/document";
import { RuleRows } from "./RuleRows";
import { useEditor, useEditorSession } from "./session";

type Concurrency = NonNullable<FlowSettings["concurrency"]>;

export default function StartSettings() {
  const session = useEditorSession();
  const settings = useEditor((state) => state.document.settings);
  const set = (change: FlowSettings) => {
    const next = defined({ ...settings, ...change });
    session.store.getState().apply({ kind: "setDocument", fields: { settings: next } });
  };
  return (
    <fieldset disabled={!session.mayEdit} style={{ border: "none", margin: 0, padding: 0 }}>
      <Stack gap="md">
        <NumberInput
          label="Priority"
          description="Of the runs that wait, the highest starts first"
          min={-100}
          max={100}
          allowDecimal={false}
          placeholder="0"
          value={settings?.priority ?? ""}
          onChange={(value) =>
            set({ priority: typeof value === "number" && value !== 0 ? value : undefined })
          }
          data-testid="flow-priority"
        />
        <ConcurrencyFields
          concurrency={settings?.concurrency}
          onChange={(concurrency) => set({ concurrency })}
        />
        <Select
          label="When a node fails"
          description="A node's own setting and its error port come before this"
          data={[
            { value: "stop", label: "Stop the run" },
            { value: "continue", label: "Go on with the next node" },
          ]}
          value={settings?.onError ?? "stop"}
          allowDeselect={false}
          onChange={(value) => set({ onError: value === "continue" ? "continue" : undefined })}
          data-testid="flow-on-error"
        />
        <NumberInput
          label="Targets at the same time"
          description="For nodes that work on several machines"
          min={1}
          max={100}
          allowDecimal={false}
          placeholder="5"
          value={settings?.maxParallelTargets ?? ""}
          onChange={(value) => set({ maxParallelTargets: typeof value === "number" ? value : undefined })}
          data-testid="flow-parallel-targets"
        />
        <RuleRows />
      </Stack>
    </fieldset>
  );
}

interface ConcurrencyProps {
  concurrency: Concurrency | undefined;
  onChange: (concurrency: Concurrency | undefined) => void;
}

function ConcurrencyFields({ concurrency, onChange }: ConcurrencyProps) {
  return (
    <>
      <NumberInput
        label="Runs at the same time"
        description="Empty means any number"
        min={1}
        max={10_000}
        allowDecimal={false}
        value={concurrency?.limit ?? ""}
        onChange={(limit) => onChange(typeof limit === "number" ? { ...concurrency, limit } : undefined)}
        data-testid="flow-concurrency"
      />
      {concurrency && (
        <>
          <TextInput
            label="Counted for each"
            description="An expression over the parameters; runs with the same value count together"
            placeholder="host"
            className="oc-mono-input"
            value={concurrency.key ?? ""}
            onChange={(event) =>
              onChange(
                defined({ ...concurrency, key: event.currentTarget.value || undefined }) ?? concurrency,
              )
            }
            data-testid="flow-concurrency-key"
          />
          <Select
            label="One too many"
            data={[
              { value: "queue", label: "Waits" },
              { value: "drop", label: "Is not run" },
              { value: "cancel_running", label: "Cancels the oldest that runs" },
            ]}
            value={concurrency.onLimit ?? "queue"}
            allowDeselect={false}
            onChange={(value) => {
              const onLimit = value === "queue" ? undefined : (value ?? undefined);
              onChange(defined({ ...concurrency, onLimit }) ?? concurrency);
            }}
            data-testid="flow-concurrency-over"
          />
        </>
      )}
    </>
  );
}

/** Without what is not set; nothing at all where nothing is. */
function defined<T extends object>(value: T): T | undefined {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined;
}
