// The panel beside a run: the selected node or wire, or the run's values when nothing is selected.
import { Stack, Text } from "@mantine/core";
import type { OverlayStore } from "../../core/overlayStore";
import type { RunDetail } from "../../core/run";
import type { CanvasSelection } from "../../ui/canvas";
import { ValueView } from "../../ui/data/ValueView";
import { WireDetail } from "./data/WireDetail";
import { Result } from "./RunDrawer";
import { RunNode } from "./RunNode";
import classes from "./Runs.module.css";
import { useDrawing } from "./useRunView";

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
      <Text size="xs" c="dimmed">
        {count > 1
          ? `${count} things are selected. Select one to see what it did.`
          : "Select a node or a wire to see what it did."}
      </Text>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section aria-label={title}>
      <Text fw={650} mb="xs">
        {title}
      </Text>
      {children}
    </section>
  );
}
