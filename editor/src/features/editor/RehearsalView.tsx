// What a dry run would have done: its state, its result and problems, and each node's filled-in parameters.
import { ActionIcon, Alert, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { isNodeStep } from "../../core/rehearsal";
import { JsonTree } from "../../ui/JsonTree";
import { StatusLabel } from "../../ui/StatusMark";
import classes from "./Editor.module.css";
import { showNode } from "./edit";
import { usePanels } from "./panels";
import { useEditorSession, useView } from "./session";

export function RehearsalBar({ onClose }: { onClose: () => void }) {
  const rehearsal = useView((view) => view.rehearsal);
  if (!rehearsal) return null;
  return (
    <div className={classes.rehearsalBar} data-testid="rehearsal-bar">
      <Text size="sm" fw={650}>
        Dry run
      </Text>
      <StatusLabel status={rehearsal.status} data-testid="rehearsal-status" />
      <Text size="sm" c="dimmed" truncate flex={1}>
        {rehearsal.error?.message ??
          (rehearsal.status === "invalid"
            ? "The flow has problems that have to be solved first."
            : "This is what would happen. Nothing was changed.")}
      </Text>
      <ActionIcon variant="subtle" color="gray" aria-label="Hide the dry run" onClick={onClose}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

export function RehearsalDrawer() {
  const session = useEditorSession();
  const rehearsal = useView((view) => view.rehearsal);
  if (!rehearsal) return null;
  const { problems, result, steps, error } = rehearsal;
  return (
    <Stack gap="md" p="md" data-testid="rehearsal">
      {error && (
        <Text size="sm" fw={650} c="var(--oc-st-failed)">
          {error.message}
        </Text>
      )}
      {problems.map((problem) => (
        <Alert
          key={`${problem.node}/${problem.field}/${problem.message}`}
          color={problem.severity === "error" ? "red" : "yellow"}
          variant="light"
          p="xs"
        >
          {problem.node && <strong>{problem.node}: </strong>}
          {problem.message}
        </Alert>
      ))}
      <section aria-label="Path taken">
        <Text size="sm" fw={650} mb={4}>
          Path taken
        </Text>
        {steps.filter(isNodeStep).map((step) => (
          <UnstyledButton
            key={`${step.key}#${step.attempt}`}
            className={classes.problem}
            onClick={() => showNode(session, step.node, "output")}
            data-testid="rehearsal-step"
          >
            <Group gap="xs" wrap="nowrap">
              <StatusLabel status={step.status} />
              <span className="oc-mono">{step.key}</span>
              {step.port && (
                <Text size="xs" c="dimmed">
                  to {step.port}
                </Text>
              )}
            </Group>
          </UnstyledButton>
        ))}
      </section>
      {result !== undefined && result !== null && (
        <section aria-label="Result">
          <Text size="sm" fw={650} mb={4}>
            Result
          </Text>
          <JsonTree value={result} data-testid="rehearsal-result" />
        </section>
      )}
    </Stack>
  );
}

export function RehearsalNode({ node }: { node: string }) {
  const session = useEditorSession();
  const rehearsal = useView((view) => view.rehearsal);
  const { Step } = usePanels();
  const steps = rehearsal?.steps.filter((step) => isNodeStep(step) && step.node === node) ?? [];
  if (steps.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The dry run did not come to this node.
      </Text>
    );
  }
  return (
    <Stack gap="xl">
      {steps.slice(0, 20).map((step) => (
        <Step
          key={`${step.key}#${step.attempt}`}
          step={step}
          lines={[]}
          onPin={(output) => session.bench.pin(node, output)}
        />
      ))}
      {steps.length > 20 && (
        <Text size="xs" c="dimmed">
          The first 20 of {steps.length} steps are shown.
        </Text>
      )}
    </Stack>
  );
}
