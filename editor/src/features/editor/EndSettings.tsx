// Who is told when a run of the flow ends: one row for each, with when, by which channel, and to whom.
import { Button, Stack, Text } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import type { NotifyRule } from "../../core/document";
import { listProblem, MOST_RULES, NEW_RULE, withRules } from "../../core/notify";
import { EndRule } from "./EndRule";
import { useEditor, useEditorSession, useView } from "./session";

const NO_RULES: NotifyRule[] = [];

export default function EndSettings() {
  const { rules, change, write } = useRules();
  const problem = useView((view) => listProblem(view.problems));
  return (
    <section aria-label="When a run ends" data-testid="field-settings-notify">
      <Text size="sm" fw={500}>
        When a run ends
      </Text>
      <Text size="xs" c="dimmed">
        Who is told, beside those who want to hear of the runs they start. A run that takes too long or goes
        over a limit has failed too.
      </Text>
      <Stack gap="xs" mt="xs">
        {rules.map((rule, index) => (
          <EndRule
            // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while it is edited
            key={index}
            rule={rule}
            index={index}
            onChange={(next) => change("change a notification", replaced(rules, index, next))}
            onWrite={(next) => write(replaced(rules, index, next))}
            onRemove={() =>
              change(
                "remove a notification",
                rules.filter((_, at) => at !== index),
              )
            }
          />
        ))}
      </Stack>
      {problem && (
        <Text size="xs" c="var(--oc-st-failed)" mt={4}>
          {problem}
        </Text>
      )}
      {rules.length < MOST_RULES ? (
        <Button
          variant="subtle"
          size="compact-sm"
          mt={4}
          leftSection={<IconPlus size={14} />}
          onClick={() => change("add a notification", [...rules, NEW_RULE])}
          data-testid="add-notification"
        >
          Add a notification
        </Button>
      ) : (
        <Text size="xs" c="dimmed" mt={4}>
          These are {MOST_RULES}, the most that a flow may have. Remove one to add another.
        </Text>
      )}
    </section>
  );
}

/** The rules of the flow; `change` is a step of its own, what is typed with `write` comes to one. */
function useRules() {
  const { store } = useEditorSession();
  const rules = useEditor((state) => state.document.settings?.notify) ?? NO_RULES;
  const settingsWith = (next: readonly NotifyRule[]) => ({
    settings: withRules(store.getState().document.settings, next),
  });
  const write = (next: readonly NotifyRule[]) =>
    store.getState().apply({ kind: "setDocument", fields: settingsWith(next) });
  const change = (label: string, next: readonly NotifyRule[]) =>
    store.getState().apply({
      kind: "batch",
      label,
      operations: [{ kind: "setDocument", fields: settingsWith(next) }],
    });
  return { rules, change, write };
}

function replaced(rules: readonly NotifyRule[], index: number, next: NotifyRule): NotifyRule[] {
  return rules.map((rule, at) => (at === index ? next : rule));
}
