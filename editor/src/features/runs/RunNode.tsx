// What one node did in a run: its steps; the output, error and log of the chosen one.
import { Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useSteps } from "../../api/runs/listSteps";
import type { Json } from "../../core/document";
import { stepId } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { Failed, LoadingRows } from "../../ui/states";
import { StepDetail } from "./StepDetail";
import { StepList } from "./StepList";
import { useOverlay } from "./useOverlay";

interface Props {
  runId: string;
  node: string;
  overlay: OverlayStore;
  onPin?: (output: Json) => void;
}

export function RunNode({ runId, node, overlay, onPin }: Props) {
  const state = useOverlay(overlay, (run) => run.nodes[node]);
  const isOver = useOverlay(overlay, (run) => isEnded(run.status));
  const lines = useOverlay(overlay, (run) => run.lines);
  const [chosen, setChosen] = useState<string | null>(null);
  const resets = useOverlay(overlay, (run) => run.resets) ?? 0;
  const revision = `${state?.status ?? "pending"}:${state?.count ?? 0}:${isOver}:${resets}`;
  const steps = useSteps(runId, node, revision);
  const items = steps.data?.items;

  useEffect(() => {
    if (items) overlay.addSteps(items);
  }, [items, overlay]);

  if (steps.error)
    return <Failed what="The steps could not be read" error={steps.error} onRetry={() => steps.refetch()} />;
  if (!items) return <LoadingRows rows={3} height={32} />;
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {isOver ? "This node did not run." : "This node has not run yet."}
      </Text>
    );
  }
  const step = items.find((item) => stepId(item) === chosen) ?? items.at(-1);
  return (
    <Stack gap="md">
      {items.length > 1 && (
        <StepList steps={items} chosen={step && stepId(step)} onChoose={(item) => setChosen(stepId(item))} />
      )}
      {steps.data?.next_cursor && (
        <Text size="xs" c="dimmed">
          The first {items.length} steps are shown.
        </Text>
      )}
      {step && <StepDetail step={step} lines={lines ?? []} runId={runId} onPin={onPin} />}
    </Stack>
  );
}
