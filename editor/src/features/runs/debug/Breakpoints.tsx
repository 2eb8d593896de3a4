// The breakpoints: at which port of which node, and when they hold the run.
import {
  ActionIcon,
  Group,
  NativeSelect,
  NumberInput,
  Stack,
  Text,
  TextInput,
  UnstyledButton,
} from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { useState } from "react";
import { useStore } from "zustand";
import { useCatalog } from "../../../api/nodes/listNodeTypes";
import type { Bench, Breakpoint } from "../../../core/bench";
import { portsOf } from "../../../core/descriptor";
import { sourcePortOf } from "../../../core/document";
import { useDrawing } from "../useRunView";

interface Props {
  runId: string;
  bench: Bench;
  onShowNode: (node: string) => void;
}

export function Breakpoints({ runId, bench, onShowNode }: Props) {
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
        {breakpoints.map((breakpoint, index) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: a node can have several that are the same
            key={`${breakpoint.node}-${index}`}
            runId={runId}
            breakpoint={breakpoint}
            onChange={(next) => bench.changeBreakpoint(index, next)}
            onAdd={() => bench.addBreakpoint({ node: breakpoint.node })}
            onShow={() => onShowNode(breakpoint.node)}
          />
        ))}
      </Stack>
    </section>
  );
}

interface RowProps {
  runId: string;
  breakpoint: Breakpoint;
  onChange: (breakpoint: Breakpoint | null) => void;
  onAdd: () => void;
  onShow: () => void;
}

/** A condition is told to the run when it is finished, not letter by letter. */
function Row({ runId, breakpoint, onChange, onAdd, onShow }: RowProps) {
  const { node, port, condition = "", iteration } = breakpoint;
  const { titleOf } = useDrawing(runId);
  const ports = usePorts(runId, node);
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    const text = draft?.trim();
    setDraft(null);
    if (text !== undefined && text !== condition) onChange({ ...breakpoint, condition: text || undefined });
  };
  const isLoose = port !== undefined && ports.some((item) => item.value === port && !item.isWired);
  return (
    <div data-testid={`breakpoint-row-${node}`}>
      <Group gap="xs" wrap="nowrap">
        <UnstyledButton onClick={onShow} className="oc-link" miw={90} mih={24}>
          {titleOf(node)}
        </UnstyledButton>
        <NativeSelect
          size="xs"
          aria-label={`Port at ${node}`}
          data={[{ value: "", label: "before it" }, ...ports.map(({ value, label }) => ({ value, label }))]}
          value={port ?? ""}
          onChange={(event) => onChange({ ...breakpoint, port: event.currentTarget.value || undefined })}
        />
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
          w={100}
          aria-label={`Round at ${node}`}
          placeholder="any round"
          min={1}
          allowDecimal={false}
          value={iteration === undefined ? "" : iteration + 1}
          onChange={(value) =>
            onChange({
              ...breakpoint,
              iteration: typeof value === "number" && value > 0 ? value - 1 : undefined,
            })
          }
        />
        <ActionIcon variant="subtle" aria-label={`Another breakpoint at ${node}`} onClick={onAdd}>
          <IconPlus size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove the breakpoint at ${node}`}
          onClick={() => onChange(null)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      {isLoose && (
        <Text size="xs" c="var(--oc-st-warning)">
          Nothing follows this port, so the run will not stop there.
        </Text>
      )}
    </div>
  );
}

function usePorts(runId: string, id: string) {
  const { document } = useDrawing(runId);
  const catalog = useCatalog().data;
  const node = document.nodes.find((item) => item.id === id);
  const descriptor = node && catalog?.get(node.type);
  if (!descriptor) return [];
  const wired = new Set(document.wires.filter((wire) => wire.source === id).map(sourcePortOf));
  return portsOf(descriptor, node.config).outputs.map((port) => ({
    value: port.id,
    label: `after ${port.label}`,
    isWired: wired.has(port.id),
  }));
}
