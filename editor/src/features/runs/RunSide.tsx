// The panel beside a run: the selected node or wire, or the run's values when nothing is selected.
import { Stack, Text } from "@mantine/core";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded, type RunDetail } from "../../core/run";
import type { CanvasSelection } from "../../ui/canvas";
import { ValueView } from "../../ui/data/ValueView";
import { lazily } from "../../ui/lazily";
import { WireDetail } from "./data/WireDetail";
import { Result } from "./RunDrawer";
import { RunNode } from "./RunNode";
import classes from "./Runs.module.css";
import { Section } from "./Section";
import { useOverlay } from "./useOverlay";
import { useDrawing } from "./useRunView";

const RunNotifications = lazily(() => import("./RunNotifications"), 1);

interface Props {
  run: RunDetail;
  selection: CanvasSelection;
  overlay: OverlayStore;
  onShowNode: (node: string) => void;
}

export function RunSide({ run, selection, overlay, onShowNode }: Props) {
  const { titleOf } = useDrawing(run.id);
  const [node] = selection.nodes.size === 1 ? selection.nodes : [];
  const [wireId] = node === undefined && selection.wires.size === 1 ? selection.wires : [];
  const found = run.document.nodes.find((item) => item.id === node);
  const wire = run.document.wires.find((item) => item.id === wireId);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
    <aside className={classes.side} aria-label="Details" data-testid="inspector" tabIndex={0}>
      {found ? (
        <Stack gap="md">
          <Text fw={650} fz={16}>
            {titleOf(found.id)}
          </Text>
          <RunNode key={found.id} runId={run.id} node={found.id} overlay={overlay} onShowNode={onShowNode} />
        </Stack>
      ) : wire ? (
        <WireDetail key={wire.id} runId={run.id} overlay={overlay} wire={wire} />
      ) : (
        <WholeRun run={run} overlay={overlay} count={selection.nodes.size + selection.wires.size} />
      )}
    </aside>
  );
}

function WholeRun({ run, overlay, count }: { run: RunDetail; overlay: OverlayStore; count: number }) {
  const isOver = useOverlay(overlay, ({ status }) => isEnded(status)) === true;
  return (
    <Stack gap="lg">
      <Section title="Result">
        <Result overlay={overlay} />
      </Section>
      <Section title="Parameters">
        {Object.keys(run.parameters ?? {}).length === 0 ? (
          <Text size="sm" c="dimmed">
            This run was started without parameters.
          </Text>
        ) : (
          <ValueView value={run.parameters} label="the parameters" />
        )}
      </Section>
      {isOver && <RunNotifications runId={run.id} />}
      <Text size="xs" c="dimmed">
        {count > 1
          ? `${count} things are selected. Select one to see what it did.`
          : "Select a node or a wire to see what it did."}
      </Text>
    </Stack>
  );
}
