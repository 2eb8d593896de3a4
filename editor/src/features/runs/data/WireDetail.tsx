// What went along a wire: how often, and the messages, newest last.
import { Stack, Text } from "@mantine/core";
import { useMemo, useState } from "react";
import { useNodeSteps } from "../../../api/runs/listSteps";
import { levelsOf, parentsOf } from "../../../core/activation";
import { sourcePortOf, type Wire, wireKind } from "../../../core/document";
import { stepId } from "../../../core/overlay";
import type { OverlayStore } from "../../../core/overlayStore";
import type { Step } from "../../../core/run";
import { Failed, LoadingRows } from "../../../ui/states";
import { StepList } from "../StepList";
import { useDrawing, useRevision, useScope } from "../useRunView";
import { StepInput } from "./StepInput";
import { StepOutput } from "./StepOutput";

interface Props {
  runId: string;
  overlay: OverlayStore;
  wire: Wire;
}

export function WireDetail({ runId, overlay, wire }: Props) {
  const { regions, titleOf } = useDrawing(runId);
  const scope = useScope(overlay);
  /** A wire into a body carries what its target was given: the loop itself ends only after that. */
  const isBody = parentsOf(regions, wire.target).includes(wire.source);
  const node = isBody ? wire.target : wire.source;
  const isInside = useIsInside(parentsOf(regions, node), scope);
  const read = useNodeSteps(runId, node, isInside ? scope : "", useRevision(overlay));
  const [chosen, setChosen] = useState<string | null>(null);
  const steps = useMemo(
    () =>
      (read.data?.items ?? []).filter(
        (step) => step.status !== "skipped" && (isBody || step.port === sourcePortOf(wire)),
      ),
    [read.data, wire, isBody],
  );
  const step = steps.find((item) => stepId(item) === chosen) ?? steps.at(-1);
  return (
    <Stack gap="md" data-testid="wire-detail">
      <div>
        <Text fw={650} fz={16}>
          {titleOf(wire.source)} → {titleOf(wire.target)}
        </Text>
        <Text size="sm" c="dimmed">
          {wireKind(wire)} wire from {sourcePortOf(wire)}
          {read.data &&
            `, ${steps.length}${read.data.isCut ? "+" : ""} ${steps.length === 1 ? "message" : "messages"}`}
        </Text>
      </div>
      {read.error && (
        <Failed what="The messages could not be read" error={read.error} onRetry={() => read.refetch()} />
      )}
      {read.isPending && <LoadingRows rows={2} height={28} />}
      {read.data && !step && (
        <Text size="sm" c="dimmed">
          Nothing went along this wire{scope ? " in this round" : ""}.
        </Text>
      )}
      {steps.length > 1 && (
        <StepList steps={steps} chosen={step && stepId(step)} onChoose={(item) => setChosen(stepId(item))} />
      )}
      {step && <Message runId={runId} step={step} isBody={isBody} />}
    </Stack>
  );
}

/** A node that changes nothing hands on what it was given. */
function Message({ runId, step, isBody }: { runId: string; step: Step; isBody: boolean }) {
  const hasOutput = !isBody && step.output !== null && step.output !== undefined;
  return hasOutput ? (
    <StepOutput key={stepId(step)} step={step} output={step.output ?? null} runId={runId} />
  ) : (
    <StepInput key={stepId(step)} runId={runId} step={step} />
  );
}

function useIsInside(parents: readonly string[], scope: string): boolean {
  const last = levelsOf(scope).at(-1);
  return last !== undefined && parents.includes(last.node);
}
