// What one node did in a run, or in the chosen round of it: its rounds, its steps, and the chosen one in full.
import { Stack, Text } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useNodeSteps } from "../../api/runs/listSteps";
import { levelsOf, parentsOf } from "../../core/activation";
import type { Json } from "../../core/document";
import { LogLines } from "../../core/logLines";
import { stepId } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { asWaiting, isEnded, type Step } from "../../core/run";
import { lazily } from "../../ui/lazily";
import { Failed, LoadingRows } from "../../ui/states";
import { IterationPanel } from "./iterations/IterationPanel";
import { StepDetail } from "./StepDetail";
import { StepList } from "./StepList";
import { useAsks, useOverlay } from "./useOverlay";
import { useDrawing, useScope } from "./useRunView";

const Decisions = lazily(() => import("./approvals/Decisions").then((it) => it.Decisions), 0);

interface Props {
  runId: string;
  node: string;
  overlay: OverlayStore;
  onPin?: (output: Json) => void;
  onShowNode?: (node: string) => void;
}

export function RunNode(props: Props) {
  const { runId, node, overlay, onShowNode } = props;
  const hasRounds = useOverlay(overlay, (run) =>
    Boolean(run.nodes[node]?.iteration ?? run.nodes[node]?.branches),
  );
  const asks = useAsks(overlay).has(node);
  return (
    <Stack gap="md">
      {asks && <Decisions runId={runId} node={node} overlay={overlay} />}
      {hasRounds && <IterationPanel runId={runId} node={node} overlay={overlay} onShowNode={onShowNode} />}
      <Steps {...props} />
    </Stack>
  );
}

/** The chosen round, for nodes that lie in it; the others show the whole run. */
function useOwnScope(runId: string, node: string, overlay: OverlayStore): string {
  const scope = useScope(overlay);
  const { regions } = useDrawing(runId);
  return useMemo(() => {
    const parents = parentsOf(regions, node);
    return levelsOf(scope).findLast((level) => parents.includes(level.node))?.scope ?? "";
  }, [regions, node, scope]);
}

function Steps({ runId, node, overlay, onPin }: Props) {
  const state = useOverlay(overlay, (run) => run.nodes[node]);
  const isOver = useOverlay(overlay, (run) => isEnded(run.status));
  const lines = useOverlay(overlay, (run) => run.lines) ?? LogLines.none;
  const scope = useOwnScope(runId, node, overlay);
  const [chosen, setChosen] = useState<string | null>(null);
  const resets = useOverlay(overlay, (run) => run.resets) ?? 0;
  const revision = `${state?.status ?? "pending"}:${state?.count ?? 0}:${isOver}:${resets}`;
  const steps = useNodeSteps(runId, node, scope, revision);
  const asks = useAsks(overlay);
  const items = steps.data?.items;

  useEffect(() => {
    if (items) overlay.addSteps(items);
  }, [items, overlay]);

  if (steps.error && !items)
    return <Failed what="The steps could not be read" error={steps.error} onRetry={() => steps.refetch()} />;
  if (!items) return <LoadingRows rows={3} height={32} />;
  if (items.length === 0) return <Nothing isOver={isOver === true} scope={scope} state={state} />;
  const shown = items.map((item) => asWaiting(asks, node, item));
  const step = shown.find((item) => stepId(item) === chosen) ?? preferred(shown);
  return (
    <>
      {items.length > 1 && (
        <StepList steps={shown} chosen={step && stepId(step)} onChoose={(item) => setChosen(stepId(item))} />
      )}
      {steps.data?.isCut && (
        <Text size="xs" c="dimmed">
          The first {items.length} steps are shown. Choose a round to see others.
        </Text>
      )}
      {step && <StepDetail step={step} lines={lines} runId={runId} onPin={onPin} />}
    </>
  );
}

/** The last step that did something; that of a path not taken says less. */
function preferred(items: readonly Step[]): Step | undefined {
  return items.findLast((step) => step.status !== "skipped") ?? items.at(-1);
}

interface NothingProps {
  isOver: boolean;
  scope: string;
  state: { count: number } | undefined;
}

function Nothing({ isOver, scope, state }: NothingProps) {
  const isForgotten = scope !== "" && (state?.count ?? 0) > 0;
  return (
    <Text size="sm" c="dimmed">
      {isForgotten
        ? "Nothing is kept of this node in this round. Of nodes that only compute, the first steps are kept, and those that failed."
        : isOver
          ? "This node did not run."
          : "This node has not run yet."}
    </Text>
  );
}
