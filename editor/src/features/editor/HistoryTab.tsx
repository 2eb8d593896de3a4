// What happened to the node: how it went in the newest runs, and what was changed since the flow was opened.
import { Button, Group, Stack, Text } from "@mantine/core";
import { useRun } from "../../api/runs/getRun";
import { formatDuration, formatTime } from "../../core/format";
import type { Step } from "../../core/history";
import { diffJson } from "../../core/jsonDiff";
import type { RunItem } from "../../core/run";
import { StatusLabel } from "../../ui/StatusMark";
import classes from "./HistoryTab.module.css";
import { useNodeSample } from "./sample/useSample";
import { useEditor, useEditorSession } from "./session";
import { showRun } from "./showRun";

const MOST_RUNS = 8;
const MOST_CHANGES = 30;

export default function HistoryTab({ id }: { id: string }) {
  const { runs } = useNodeSample();
  return (
    <Stack gap="lg">
      <section aria-label="In the newest runs">
        <Text size="sm" fw={650} mb={4}>
          In the newest runs
        </Text>
        {runs.length === 0 && (
          <Text size="sm" c="dimmed">
            This flow has not run yet. Run it to see here how this node went.
          </Text>
        )}
        <ul className={classes.list}>
          {runs.slice(0, MOST_RUNS).map((run) => (
            <NodeInRun key={run.id} run={run} node={id} />
          ))}
        </ul>
      </section>
      <Changes id={id} />
    </Stack>
  );
}

function NodeInRun({ run, node }: { run: RunItem; node: string }) {
  const session = useEditorSession();
  const { data } = useRun(run.id);
  const state = data?.nodes[node];
  const show = () => {
    session.samples.setState({ source: run.id });
    showRun(session, run.id);
  };
  return (
    <li className={classes.row}>
      <div className={classes.grow}>
        <Group gap="xs">
          <StatusLabel status={state?.status ?? (data ? "idle" : "pending")} />
          {state && (
            <Text size="xs" c="dimmed">
              {state.count > 1 && `${state.count} times · `}
              {formatDuration((state.duration_us ?? 0) / 1000)}
            </Text>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {formatTime(run.created_at)}
        </Text>
        {state?.message && <Text size="xs">{state.message}</Text>}
      </div>
      <Button size="compact-xs" variant="default" onClick={show}>
        Show
      </Button>
    </li>
  );
}

function Changes({ id }: { id: string }) {
  const past = useEditor((state) => state.history.past);
  const steps = past
    .map((step) => ({ step, changes: changesOf(step, id) }))
    .filter(({ changes }) => changes.length > 0)
    .slice(-MOST_CHANGES)
    .reverse();
  return (
    <section aria-label="Changed since you opened the flow">
      <Text size="sm" fw={650} mb={4}>
        Changed since you opened the flow
      </Text>
      {steps.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing yet.
        </Text>
      )}
      <ul className={classes.list}>
        {steps.map(({ step, changes }) => (
          <li key={step.at} className={classes.row}>
            <div className={classes.grow}>
              <Text size="sm">{step.label}</Text>
              <Text size="xs" c="dimmed">
                {new Date(step.at).toLocaleTimeString()} · {changes.map((change) => change.path).join(", ")}
              </Text>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function changesOf(step: Pick<Step, "before" | "after">, id: string) {
  const find = (document: Step["before"]) => document.nodes.find((node) => node.id === id);
  const [before, after] = [find(step.before), find(step.after)];
  if (before === after || !before || !after) return [];
  return diffJson(JSON.parse(JSON.stringify(before)), JSON.parse(JSON.stringify(after)));
}
