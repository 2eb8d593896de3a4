// The breakpoints: where, and when they hold the run.
import { ActionIcon, Group, NumberInput, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { useState } from "react";
import { useStore } from "zustand";
import type { Bench, Breakpoint } from "../../../core/bench";

interface Props {
  bench: Bench;
  onShowNode: (node: string) => void;
}

export function Breakpoints({ bench, onShowNode }: Props) {
  const breakpoints = useStore(bench, (state) => state.breakpoints);
  return (
    <section aria-label="Breakpoints" data-testid="breakpoints">
      <Text size="sm" fw={650} mb={4}>
        Breakpoints
      </Text>
      {breakpoints.length === 0 && (
        <Text size="sm" c="dimmed">
          None. Select a node and press F9 to hold the run before it.
        </Text>
      )}
      <Stack gap="xs">
        {breakpoints.map((breakpoint) => (
          <Row
            key={breakpoint.node}
            breakpoint={breakpoint}
            onChange={bench.setBreakpoint}
            onRemove={() => bench.removeBreakpoint(breakpoint.node)}
            onShow={() => onShowNode(breakpoint.node)}
          />
        ))}
      </Stack>
    </section>
  );
}

interface RowProps {
  breakpoint: Breakpoint;
  onChange: (breakpoint: Breakpoint) => void;
  onRemove: () => void;
  onShow: () => void;
}

/** A condition is told to the run when it is finished, not letter by letter. */
function Row({ breakpoint, onChange, onRemove, onShow }: RowProps) {
  const { node, condition = "", iteration } = breakpoint;
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const text = draft?.trim();
    setDraft(null);
    if (text !== undefined && text !== condition) onChange({ node, condition: text || undefined, iteration });
  };
  return (
    <Group gap="xs" wrap="nowrap" data-testid={`breakpoint-row-${node}`}>
      <UnstyledButton onClick={onShow} className="oc-mono oc-link" miw={90}>
        {node}
      </UnstyledButton>
      <TextInput
        size="xs"
        aria-label={`Condition at ${node}`}
        placeholder="always, or a condition"
        className="oc-mono-input"
        style={{ flex: 1 }}
        value={draft ?? condition}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={commit}
        onKeyDown={(event) => event.key === "Enter" && commit()}
      />
      <NumberInput
        size="xs"
        w={110}
        aria-label={`Round at ${node}`}
        placeholder="any round"
        min={0}
        allowDecimal={false}
        value={iteration ?? ""}
        onChange={(value) =>
          onChange({
            node,
            condition: condition || undefined,
            iteration: typeof value === "number" ? value : undefined,
          })
        }
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={`Remove the breakpoint at ${node}`}
        onClick={onRemove}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </Group>
  );
}
