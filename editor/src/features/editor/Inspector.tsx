// The panel on the right: the selected node, or the flow itself when nothing is selected.
import { Text } from "@mantine/core";
import { selectedNode } from "../../core/editorStore";
import { lazily } from "../../ui/lazily";
import classes from "./Editor.module.css";
import { ResizeHandle, useInspectorWidth } from "./ResizeHandle";
import { useEditor } from "./session";

const FlowPanel = lazily(() => import("./FlowPanel").then((it) => it.FlowPanel));
const NodePanel = lazily(() => import("./NodePanel").then((it) => it.NodePanel));
const WirePanel = lazily(() => import("./WirePanel").then((it) => it.WirePanel));

/** From this width on there is room for a result beside the form. */
const WIDE = 700;

export function Inspector() {
  const node = useEditor(selectedNode);
  const nodes = useEditor((state) => state.selection.nodes.size);
  const wires = useEditor((state) => state.selection.wires.size);
  const [width, setWidth] = useInspectorWidth();
  return (
    <aside
      className={classes.inspector}
      aria-label="Details"
      data-testid="inspector"
      data-wide={(width ?? 0) >= WIDE || undefined}
      style={width === undefined ? undefined : ({ "--inspector": `${width}px` } as React.CSSProperties)}
    >
      <ResizeHandle width={width} onResize={setWidth} />
      {node && <NodePanel key={node} id={node} />}
      {nodes > 1 && <Several nodes={nodes} />}
      {nodes === 0 && wires === 1 && <WirePanel />}
      {nodes === 0 && wires !== 1 && <FlowPanel />}
    </aside>
  );
}

function Several({ nodes }: { nodes: number }) {
  return (
    <div className={classes.panel}>
      <Text fw={650}>{nodes} nodes selected</Text>
      <Text size="sm" c="dimmed" mt={4}>
        Drag them, copy them, or press Delete to remove them. Select one to see its parameters.
      </Text>
    </div>
  );
}
