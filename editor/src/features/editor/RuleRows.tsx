// What must hold between the parameters for a run to start: one row a rule, with the names there are and examples.
import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { useCallback, useMemo } from "react";
import { completionAt } from "../../core/completion";
import type { FlowDocument } from "../../core/document";
import { placeIn } from "../../core/probe";
import { parameterScope } from "../../core/scope";
import { CodeField } from "../../ui/code/CodeField";
import { useEditor, useEditorSession, useView } from "./session";

type Rules = NonNullable<FlowDocument["rules"]>;

const NO_RULES: Rules = [];

export function RuleRows() {
  const session = useEditorSession();
  const rules = useEditor((state) => state.document.rules) ?? NO_RULES;
  const set = (next: Rules) =>
    session.store
      .getState()
      .apply({ kind: "setDocument", fields: { rules: next.length > 0 ? next : undefined } });
  const change = (index: number, part: Partial<Rules[number]>) =>
    set(rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)));
  return (
    <section aria-label="Rules of the parameters">
      <Text size="sm" fw={500}>
        Rules of the parameters
      </Text>
      <Text size="xs" c="dimmed">
        What must hold for a run to start. A rule sees parameters only and is true or false, such as{" "}
        <code className="oc-mono">from &lt;= to</code> or{" "}
        <code className="oc-mono">env != "live" || confirm</code>.
      </Text>
      {rules.map((rule, index) => (
        <Group
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule keeps its place while it is edited
          key={index}
          gap="xs"
          mt="xs"
          wrap="nowrap"
          align="flex-start"
          data-testid={`rule-${index}`}
        >
          <RuleFields rule={rule} index={index} onChange={(part) => change(index, part)} />
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
    </section>
  );
}

interface RuleProps {
  rule: Rules[number];
  index: number;
  onChange: (part: Partial<Rules[number]>) => void;
}

function RuleFields({ rule, index, onChange }: RuleProps) {
  const { store, mayEdit } = useEditorSession();
  const problem = useView((view) =>
    view.problems.find((item) => !item.node && item.field?.startsWith(`rules/${index}`)),
  )?.message;
  const complete = useCallback(
    (text: string, at: number) =>
      completionAt(text, at, "expression", parameterScope(store.getState().document)),
    [store],
  );
  const mistake = useMemo(() => {
    const at = problem === undefined ? undefined : placeIn(problem, rule.expression);
    return problem === undefined || at === undefined ? undefined : { message: problem, at };
  }, [problem, rule.expression]);
  return (
    <Stack gap={4} flex={1} miw={0}>
      <CodeField
        label={`Rule ${index + 1}`}
        language="rhai"
        value={rule.expression}
        placeholder="from <= to"
        readOnly={!mayEdit}
        complete={complete}
        mistake={mistake}
        testId={`field-rules-${index}-expression`}
        onChange={(expression) => onChange({ expression })}
      />
      {problem && (
        <Text size="xs" c="var(--oc-st-failed)">
          {problem}
        </Text>
      )}
      <TextInput
        aria-label={`Message of rule ${index + 1}`}
        placeholder="What people read when it does not hold"
        value={rule.message}
        onChange={(event) => onChange({ message: event.currentTarget.value })}
      />
    </Stack>
  );
}
