// One step: how it ended, what its parameters came to, its output, files, error and lines.
import { Badge, Button, Code, Group, Stack, Text } from "@mantine/core";
import { isOfStep } from "../../core/activation";
import type { Json } from "../../core/document";
import { formatDuration, formatTime } from "../../core/format";
import type { LogLines } from "../../core/logLines";
import { stepId } from "../../core/overlay";
import type { LogLine, Step } from "../../core/run";
import { ValueView } from "../../ui/data/ValueView";
import { JsonTree } from "../../ui/JsonTree";
import { LogView } from "../../ui/LogView";
import { StatusLabel } from "../../ui/StatusMark";
import { StepInput } from "./data/StepInput";
import { StepOutput } from "./data/StepOutput";

interface Props {
  step: Step;
  lines: LogLines | readonly LogLine[];
  /** Left out where files cannot be fetched. */
  runId?: string;
  onPin?: (output: Json) => void;
}

export function StepDetail({ step, lines, runId, onPin }: Props) {
  const own = lines.filter((line) => line.node === step.node && (!line.key || isOfStep(line.key, step.key)));
  const isOnSeveral = own.some((line) => line.key && line.key !== step.key);
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
      {runId && step.status !== "skipped" && <StepInput runId={runId} step={step} />}
      {step.config !== undefined && step.config !== null && (
        <div>
          <Text size="sm" fw={650} mb={4}>
            Filled-in parameters
          </Text>
          <JsonTree value={step.config} data-testid="step-config" />
        </div>
      )}
      {step.output !== undefined && step.output !== null && (
        <OutputOf step={step} output={step.output} runId={runId} onPin={onPin} />
      )}
      {own.length > 0 && (
        <div>
          <Text size="sm" fw={650} mb={4}>
            Log
          </Text>
          <LogView
            lines={own}
            height={Math.min(320, own.length * 24 + 12)}
            label="Log lines of the step"
            start={isOnSeveral ? "host" : undefined}
            wraps
          />
        </div>
      )}
    </Stack>
  );
}

function OutputOf({ runId, ...rest }: Omit<Props, "lines"> & { output: Json }) {
  return runId ? <StepOutput key={stepId(rest.step)} runId={runId} {...rest} /> : <Output {...rest} />;
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

/** Where no run is stored, as in a dry run. */
function Output({ output, step, onPin }: Pick<Props, "step" | "onPin"> & { output: Json }) {
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={650}>
          Output{step.truncated ? " (shortened)" : ""}
        </Text>
        {onPin && !step.truncated && (
          <Button size="compact-xs" variant="default" onClick={() => onPin(output)} data-testid="pin-output">
            Pin this output
          </Button>
        )}
      </Group>
      <ValueView value={output} label="the output" data-testid="step-output" />
    </div>
  );
}
