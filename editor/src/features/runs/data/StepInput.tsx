// What a step was given, and where that came from.
import { Text } from "@mantine/core";
import { type Input, useInput } from "../../../api/runs/readInput";
import { nodeOf } from "../../../core/activation";
import type { Step } from "../../../core/run";
import { ValueView } from "../../../ui/data/ValueView";
import { Failed, LoadingRows } from "../../../ui/states";
import { useDrawing } from "../useRunView";

export function StepInput({ runId, step }: { runId: string; step: Step }) {
  const { run, document, titleOf } = useDrawing(runId);
  const input = useInput(runId, document, run?.parameters ?? null, run ? step : undefined);
  if (input.error) {
    return <Failed what="The input could not be read" error={input.error} onRetry={() => input.refetch()} />;
  }
  return (
    <section aria-label="Input">
      <Text size="sm" fw={650} mb={4}>
        Input
        {input.data && (
          <Text span size="xs" c="dimmed" ml={8}>
            {originOf(input.data, titleOf)}
          </Text>
        )}
      </Text>
      {input.isPending && <LoadingRows rows={1} height={24} />}
      {input.data === null && (
        <Text size="sm" c="dimmed">
          What this step was given was not kept.
        </Text>
      )}
      {input.data && <ValueView value={input.data.value} label="the input" data-testid="step-input" />}
    </section>
  );
}

function originOf({ from }: Input, titleOf: (node: string) => string): string {
  if (from.kind === "start") return "from the start of the run";
  if (from.kind === "step") return `from ${titleOf(nodeOf(from.key))}`;
  return `item ${from.index + 1} of ${titleOf(nodeOf(from.loop))}`;
}
