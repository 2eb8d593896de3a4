// One step: how it ended, what its parameters came to, its output, files, error and lines.
import { Badge, Button, Code, Group, Stack, Text } from "@mantine/core";
import { artifactsIn } from "../../core/artifacts";
import type { Json } from "../../core/document";
import { formatDuration, formatSize, formatTime } from "../../core/format";
import type { LogLine, Step } from "../../core/run";
import { JsonTree } from "../../ui/JsonTree";
import { LogView } from "../../ui/LogView";
import { StatusLabel } from "../../ui/StatusMark";
import { DownloadButton } from "./Artifacts";

interface Props {
  step: Step;
  lines: readonly LogLine[];
  /** Left out where files cannot be fetched. */
  runId?: string;
  onPin?: (output: Json) => void;
}

export function StepDetail({ step, lines, runId, onPin }: Props) {
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
      {step.config !== undefined && step.config !== null && (
        <div>
          <Text size="sm" fw={650} mb={4}>
            Filled-in parameters
          </Text>
          <JsonTree value={step.config} data-testid="step-config" />
        </div>
      )}
      {step.output !== undefined && step.output !== null && (
        <Output step={step} output={step.output} runId={runId} onPin={onPin} />
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

function Output({ step, output, runId, onPin }: Omit<Props, "lines"> & { output: Json }) {
  const files = runId ? artifactsIn(output) : [];
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
      <JsonTree value={output} data-testid="step-output" />
      {runId && files.length > 0 && (
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
    </div>
  );
}
