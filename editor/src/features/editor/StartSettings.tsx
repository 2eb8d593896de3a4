// When a run of the flow may start: how many at once, which goes first, and what must hold between its parameters.
import { ActionIcon, Button, Group, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import type { FlowDocument, FlowSettings } from "../../core/document";
import { useEditor, useEditorSession } from "./session";

type Rules = NonNullable<FlowDocument["rules"]>;
type Concurrency = NonNullable<FlowSettings["concurrency"]>;

const NO_RULES: Rules = [];

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

function RuleRows() {
  const session = useEditorSession();
  const rules = useEditor((state) => state.document.rules) ?? NO_RULES;
  const set = (next: Rules) =>
    session.store
      .getState()
      .apply({ kind: "setDocument", fields: { rules: next.length > 0 ? next : undefined } });
  const change = (index: number, part: Partial<Rules[number]>) =>
    set(rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
  return (
    <div>
      <Text size="sm" fw={500}>
        Rules of the parameters
      </Text>
      <Text size="xs" c="dimmed">
        What must hold for a run to start
      </Text>
      {rules.map((rule, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a rule keeps its place while it is edited
        <Group key={index} gap="xs" mt="xs" wrap="nowrap" align="flex-start" data-testid={`rule-${index}`}>
          <Stack gap={4} flex={1}>
            <TextInput
              aria-label={`Rule ${index + 1}`}
              placeholder="from <= to"
              className="oc-mono-input"
              value={rule.expression}
              onChange={(event) => change(index, { expression: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`Message of rule ${index + 1}`}
              placeholder="What people read when it does not hold"
              value={rule.message}
              onChange={(event) => change(index, { message: event.currentTarget.value })}
            />
          </Stack>
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={4}
            aria-label={`Remove rule ${index + 1}`}
            onClick={() => set(rules.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        mt={4}
        leftSection={<IconPlus size={14} />}
        onClick={() => set([...rules, { expression: "", message: "" }])}
        data-testid="add-rule"
      >
        Add a rule
      </Button>
    </div>
  );
}

/** Without what is not set; nothing at all where nothing is. */
function defined<T extends object>(value: T): T | undefined {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return entries.length > 0 ? (Object.fromEntries(entries) as T) : undefined;
}
