// What a step gave: the value in all its forms, its files, and the ways to keep or compare it.
import { Button, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getStep } from "../../../api/runs/listSteps";
import { artifactsIn } from "../../../core/artifacts";
import type { Json } from "../../../core/document";
import { formatSize } from "../../../core/format";
import type { Step } from "../../../core/run";
import { ValueView } from "../../../ui/data/ValueView";
import { DownloadButton } from "../Artifacts";
import { useDrawing } from "../useRunView";
import { CompareStep } from "./CompareStep";

interface Props {
  step: Step;
  output: Json;
  runId: string;
  onPin?: (output: Json) => void;
}

export function StepOutput({ step: shortened, output: start, runId, onPin }: Props) {
  const { run } = useDrawing(runId);
  const [isWhole, setWhole] = useState(false);
  const whole = useQuery({
    queryKey: ["step", runId, shortened.key],
    queryFn: async ({ signal }) => (await getStep(runId, shortened.key, signal)) ?? null,
    enabled: isWhole,
  });
  const step = (isWhole && whole.data) || shortened;
  const output = step.output ?? start;
  const files = artifactsIn(output);
  return (
    <section aria-label="Output">
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={650}>
          Output{step.truncated ? " (shortened)" : ""}
        </Text>
        <Group gap={6}>
          {step.truncated && (
            <Button
              size="compact-xs"
              variant="default"
              loading={whole.isFetching}
              disabled={whole.isSuccess}
              onClick={() => setWhole(true)}
            >
              {whole.isSuccess ? "No more is kept" : "Load all of it"}
            </Button>
          )}
          {onPin && !step.truncated && (
            <Button
              size="compact-xs"
              variant="default"
              onClick={() => onPin(output)}
              data-testid="pin-output"
            >
              Pin this output
            </Button>
          )}
        </Group>
      </Group>
      <ValueView
        value={output}
        label="the output"
        data-testid="step-output"
        diff={run && <CompareStep key={step.key} run={run} step={step} />}
      />
      {files.length > 0 && (
        <Group gap="xs" mt="xs">
          {files.map(({ artifact, name, size }) => (
            <DownloadButton
              key={artifact}
              runId={runId}
              artifact={artifact}
              name={name}
              label={size === undefined ? name : `${name} (${formatSize(size)})`}
            />
          ))}
        </Group>
      )}
    </section>
  );
}
