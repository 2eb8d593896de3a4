// The whole run under the canvas: steps, log, variables, result.
import { Code, Table, Tabs, Text } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useTargetCount } from "../../api/runs/getRun";
import { useSteps } from "../../api/runs/listSteps";
import { useVariables } from "../../api/runs/listVariables";
import type { Bench } from "../../core/bench";
import type { OverlayStore } from "../../core/overlayStore";
import { asWaiting, isEnded, type Step } from "../../core/run";
import { ValueView } from "../../ui/data/ValueView";
import { JsonTree } from "../../ui/JsonTree";
import { lazily } from "../../ui/lazily";
import { Failed, LoadingRows } from "../../ui/states";
import { Artifacts } from "./Artifacts";
import { LogPane } from "./log/LogPane";
import classes from "./Runs.module.css";
import { StepList } from "./StepList";
import { Timeline } from "./timeline/Timeline";
import { useAsks, useOverlay } from "./useOverlay";
import { useScope } from "./useRunView";

const Children = lazily(() => import("./Children"));
const Connections = lazily(() => import("./Connections"));
const CompareRuns = lazily(() => import("./compare/CompareRuns"));
const DebugPanel = lazily(() => import("./DebugPanel"));

interface Props {
  runId: string;
  overlay: OverlayStore;
  bench: Bench;
  onShowNode: (node: string) => void;
}

export function RunDrawer({ runId, overlay, bench, onShowNode }: Props) {
  const isByTarget = useTargetCount(runId) > 0;
  const [tab, setTab] = useTab(overlay, isByTarget ? "children" : "timeline");
  const children = <Tabs.Tab value="children">{isByTarget ? "Targets" : "Child runs"}</Tabs.Tab>;
  return (
    <Tabs value={tab} onChange={(next) => setTab(next)} keepMounted={false} className={classes.tabs}>
      <Tabs.List px="sm" className={classes.tabList}>
        {isByTarget && children}
        <Tabs.Tab value="timeline">Timeline and log</Tabs.Tab>
        <Tabs.Tab value="steps">Steps</Tabs.Tab>
        <Tabs.Tab value="log">Log</Tabs.Tab>
        <Tabs.Tab value="variables">Variables</Tabs.Tab>
        <Tabs.Tab value="result">Result</Tabs.Tab>
        <Tabs.Tab value="files">Files</Tabs.Tab>
        {!isByTarget && children}
        <Tabs.Tab value="connections">Connections</Tabs.Tab>
        <Tabs.Tab value="debug">Debugger</Tabs.Tab>
        <Tabs.Tab value="compare">Compare</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline" className={classes.tab}>
        <div className={classes.split}>
          <Timeline runId={runId} overlay={overlay} onShowNode={onShowNode} />
          <LogPane runId={runId} overlay={overlay} />
        </div>
      </Tabs.Panel>
      <Tabs.Panel value="compare" className={classes.tab}>
        <CompareRuns runId={runId} onShowNode={onShowNode} />
      </Tabs.Panel>
      <Tabs.Panel value="steps" className={classes.tab}>
        <Steps runId={runId} overlay={overlay} onShowNode={onShowNode} />
      </Tabs.Panel>
      <Tabs.Panel value="log" className={classes.tab}>
        <LogPane runId={runId} overlay={overlay} />
      </Tabs.Panel>
      <Tabs.Panel value="variables" className={classes.tab}>
        <Variables runId={runId} overlay={overlay} />
      </Tabs.Panel>
      <Tabs.Panel value="files" className={classes.tab}>
        <Artifacts runId={runId} overlay={overlay} />
      </Tabs.Panel>
      <Tabs.Panel value="children" className={classes.tab}>
        <Children key={runId} runId={runId} overlay={overlay} isByTarget={isByTarget} />
      </Tabs.Panel>
      <Tabs.Panel value="connections" className={classes.tab}>
        <Connections runId={runId} overlay={overlay} isByTarget={isByTarget} />
      </Tabs.Panel>
      <Tabs.Panel value="debug" className={classes.tab}>
        <DebugPanel runId={runId} overlay={overlay} bench={bench} onShowNode={onShowNode} />
      </Tabs.Panel>
      <Tabs.Panel value="result" className={classes.tab}>
        <Result overlay={overlay} />
      </Tabs.Panel>
    </Tabs>
  );
}

/** A pause brings the debugger to the front, once; the choice of tab stays free. */
function useTab(overlay: OverlayStore, first: string) {
  const [tab, setTab] = useState<string | null>(null);
  const isPaused = useOverlay(overlay, (run) => run.status === "paused") === true;
  const [wasPaused, setWasPaused] = useState(false);
  if (isPaused !== wasPaused) {
    setWasPaused(isPaused);
    if (isPaused) setTab("debug");
  }
  return [tab ?? first, setTab] as const;
}

function Steps({ runId, overlay, onShowNode }: Omit<Props, "bench">) {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const resets = useOverlay(overlay, (run) => run.resets) ?? 0;
  const stored = useSteps(runId, undefined, `${isOver}:${resets}`);
  const live = useOverlay(overlay, (run) => run.steps);
  const asks = useAsks(overlay);
  const items = stored.data?.items;
  useEffect(() => {
    if (items) overlay.addSteps(items);
  }, [items, overlay]);
  const scope = useScope(overlay);
  const steps = useMemo(
    () =>
      [...(live?.values() ?? [])]
        .filter((step) => step.key.startsWith(scope))
        .map((step) => asWaiting(asks, step.node, step))
        .sort(byStart),
    [live, scope, asks],
  );
  if (stored.error && steps.length === 0) {
    return (
      <Failed what="The steps could not be read" error={stored.error} onRetry={() => stored.refetch()} />
    );
  }
  if (steps.length === 0 && stored.isPending) return <LoadingRows rows={4} height={28} />;
  if (steps.length === 0)
    return <Note>{isOver ? "No steps were recorded." : "The first step will show here."}</Note>;
  return <StepList steps={steps} onChoose={(step) => onShowNode(step.node)} height="100%" />;
}

/** By time; a node that began in the same millisecond as a step inside it comes first. */
function byStart(a: Step, b: Step): number {
  const byTime = (a.started_at ?? "").localeCompare(b.started_at ?? "");
  if (byTime !== 0) return byTime;
  return Number(isInside(a.key, b.key)) - Number(isInside(b.key, a.key));
}

function isInside(key: string, other: string): boolean {
  return key.startsWith(`${other}.`) || key.startsWith(`${other}[`);
}

function Variables({ runId, overlay }: { runId: string; overlay: OverlayStore }) {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const done = useOverlay(overlay, (run) => run.steps.size) ?? 0;
  const variables = useVariables(runId, `${isOver}:${isOver ? 0 : done}`);
  const items = variables.data?.items;
  if (variables.error && !items) {
    return (
      <Failed
        what="The variables could not be read"
        error={variables.error}
        onRetry={() => variables.refetch()}
      />
    );
  }
  if (items?.length === 0) return <Note>No variables are set.</Note>;
  return (
    <Table fz="sm" verticalSpacing={4} data-testid="variables">
      <Table.Tbody>
        {items?.map((variable) => (
          <Table.Tr key={`${variable.scope}/${variable.name}`}>
            <Table.Td w={200}>
              <Code>{variable.name}</Code>
            </Table.Td>
            <Table.Td w={120} c="dimmed">
              {variable.scope}
            </Table.Td>
            <Table.Td w={90} c="dimmed">
              {variable.type}
            </Table.Td>
            <Table.Td>
              <JsonTree value={variable.value} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

export function Result({ overlay }: { overlay: OverlayStore }) {
  const result = useOverlay(overlay, (run) => run.result);
  const error = useOverlay(overlay, (run) => run.error);
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  if (!isOver) return <Note>The result will show here when the run is over.</Note>;
  return (
    <div className={classes.result}>
      {error && (
        <Text size="sm" c="var(--oc-st-failed)" fw={650} mb="xs" data-testid="run-error">
          {error.message} <Code>{error.kind}</Code>
        </Text>
      )}
      {result === null || result === undefined ? (
        !error && <Text size="sm">This run gave no result.</Text>
      ) : (
        <ValueView value={result} label="the result" data-testid="run-result" />
      )}
    </div>
  );
}

function Note({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed" p="md">
      {children}
    </Text>
  );
}
