// What one node did in a run: its steps; the output, error and log of the chosen one.
import { Badge, Code, Group, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useSteps } from "../../api/runs/listSteps";
import { formatDuration, formatTime } from "../../core/format";
import { stepId } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded, type LogLine, type Step } from "../../core/run";
import { JsonTree } from "../../ui/JsonTree";
import { LogView } from "../../ui/LogView";
import { StatusLabel } from "../../ui/StatusMark";
import { Failed, LoadingRows } from "../../ui/states";
import { StepList } from "./StepList";
import { useOverlay } from "./useOverlay";

interface Props {
  runId: string;
  node: string;
  overlay: OverlayStore;
}

export function RunNode({ runId, node, overlay }: Props) {
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
      {step && <StepDetail step={step} lines={lines ?? []} />}
    </Stack>
  );
}

function StepDetail({ step, lines }: { step: Step; lines: readonly LogLine[] }) {
  const own = lines.filter((line) => line.node === step.node && (!line.key || line.key === step.key));
  return (
    <Stack gap="md">
      <Group gap="xs">
        <StatusLabel status={step.status} />
        <Text size="sm" c="dimmed">
          {formatDuration((step.duration_us ?? 0) / 1000)}
        </Text>
        {step.port && (
          <Badge variant="default" size="sm" tt="none" fw={500}>
            to {step.port}
          </Badge>
        )}
        {step.attempt > 1 && (
          <Badge variant="default" size="sm" tt="none" fw={500}>
            attempt {step.attempt}
          </Badge>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        <span className="oc-mono">{step.key}</span> · {formatTime(step.started_at)}
      </Text>
      {step.error && <StepError step={step} />}
      {step.output !== undefined && step.output !== null && (
        <div>
          <Text size="sm" fw={650} mb={4}>
            Output{step.truncated ? " (shortened)" : ""}
          </Text>
          <JsonTree value={step.output} data-testid="step-output" />
        </div>
      )}
      {own.length > 0 && (
        <div>
          <Text size="sm" fw={650} mb={4}>
            Log
          </Text>
          <LogView lines={own} height={Math.min(320, own.length * 40 + 8)} />
        </div>
      )}
    </Stack>
  );
}

function StepError({ step }: { step: Step }) {
  const { error } = step;
  if (!error) return null;
  return (
    <div role="note" data-testid="step-error">
      <Text size="sm" fw={650} c="var(--oc-st-failed)">
        {error.message}
      </Text>
      <Text size="xs" c="dimmed" mt={2}>
        Kind <Code>{error.kind}</Code>
      </Text>
      {error.details !== undefined && error.details !== null && <JsonTree value={error.details} />}
    </div>
  );
}
