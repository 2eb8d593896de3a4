// What a test of the node gave: output, what is different from the test before, fields as filled in, log.
import { Alert, Button, Group, SegmentedControl, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import type { NodeTest } from "../../../api/flows/testNode";
import type { Json } from "../../../core/document";
import { answerOf } from "../../../core/expectation";
import { formatDuration } from "../../../core/format";
import { type Change, diffJson } from "../../../core/jsonDiff";
import type { LogLine } from "../../../core/run";
import { JsonTree } from "../../../ui/JsonTree";
import { LogView } from "../../../ui/LogView";
import { StatusLabel } from "../../../ui/StatusMark";
import { useEditorSession } from "../session";
import { Expectation } from "./Expectation";
import classes from "./Test.module.css";

type View = "output" | "diff" | "config" | "log";

interface Props {
  node: string;
  latest: NodeTest;
  previous?: NodeTest;
}

export default function TestResult({ node, latest, previous }: Props) {
  const { bench, store } = useEditorSession();
  const [wish, setView] = useState<View>("output");
  const { status, port, output, error, config, problems = [], log = [] } = latest;
  const changes = useMemo(
    () => (previous ? diffJson(partsOf(previous), partsOf(latest)) : []),
    [previous, latest],
  );
  const hasOutput = output !== undefined && output !== null;
  const views = [
    { value: "output", label: "Output", isThere: true },
    { value: "diff", label: `Diff (${changes.length})`, isThere: previous !== undefined },
    { value: "config", label: "Filled in", isThere: config !== undefined && config !== null },
    { value: "log", label: `Log (${log.length})`, isThere: log.length > 0 },
  ].filter((view) => view.isThere);
  const view = views.some(({ value }) => value === wish) ? wish : "output";
  const pin = () => {
    if (!hasOutput) return;
    bench.pin(node, output);
    store.getState().announce("The output is pinned: it is the sample now, and runs from the editor use it.");
  };
  return (
    <div data-testid="test-outcome">
      <Group gap="xs" pr={32} mb={6}>
        <StatusLabel status={status} data-testid="test-status" />
        <Text size="sm" c="dimmed">
          {formatDuration((latest.duration_us ?? 0) / 1000)}
          {port && ` · to ${port}`}
        </Text>
        {hasOutput && (
          <Button size="compact-xs" variant="default" onClick={pin} data-testid="test-pin">
            Pin as sample
          </Button>
        )}
      </Group>
      {error && (
        <Text size="sm" fw={600} c="var(--oc-st-failed)" mb={6}>
          {error.message}
        </Text>
      )}
      <Expectation id={node} test={latest} />
      {problems.map((problem) => (
        <Alert key={`${problem.field}/${problem.message}`} color="yellow" variant="light" p="xs" mb={6}>
          {problem.message}
        </Alert>
      ))}
      {views.length > 1 && (
        <SegmentedControl
          size="xs"
          mb={6}
          aria-label="Part of the result"
          data={views.map(({ value, label }) => ({ value, label }))}
          value={view}
          onChange={(next) => setView(next as View)}
        />
      )}
      {view === "output" && <Output output={output ?? answerOf(latest)} />}
      {view === "diff" && <Diff changes={changes} />}
      {view === "config" && <JsonTree value={config ?? null} data-testid="test-config" />}
      {view === "log" && <LogView lines={log.map(toLine)} height={Math.min(240, log.length * 40 + 8)} />}
    </div>
  );
}

/** Durations differ each time; they are left out. */
function partsOf({ status, port, output, error }: NodeTest): Json {
  return { status, port: port ?? null, output: output ?? null, error: error?.message ?? null };
}

function Output({ output }: { output: Json | undefined }) {
  if (output === undefined || output === null) {
    return (
      <Text size="sm" c="dimmed">
        It gave no output.
      </Text>
    );
  }
  return <JsonTree value={output} data-testid="test-output" />;
}

const MARKS = { added: "+", removed: "−", changed: "~" } as const;

function Diff({ changes }: { changes: readonly Change[] }) {
  if (changes.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The same as in the test before.
      </Text>
    );
  }
  return (
    <ul className={classes.diff} data-testid="test-diff">
      {changes.map((change) => (
        <li key={change.path} data-kind={change.kind}>
          <span className={classes.mark} role="img" aria-label={change.kind}>
            {MARKS[change.kind]}
          </span>
          <span className={classes.path}>{change.path}</span>
          {change.before !== undefined && <del>{JSON.stringify(change.before)}</del>}
          {change.after !== undefined && <ins>{JSON.stringify(change.after)}</ins>}
        </li>
      ))}
    </ul>
  );
}

function toLine(line: string | LogLine, seq: number): LogLine {
  return typeof line === "string" ? { seq, at: "", stream: "log", text: line } : { ...line, seq };
}
