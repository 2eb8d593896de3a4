// The canvas: draws a document and turns gestures into calls. It changes nothing itself; editor and run view share it.
import "@xyflow/react/dist/base.css";
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from "@xyflow/react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { type Bench, createBench } from "../../core/bench";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument } from "../../core/document";
import { GRID } from "../../core/geometry";
import type { OverlayStore } from "../../core/overlayStore";
import type { Mark, Region } from "../../core/problems";
import { Annotations } from "./Annotations";
import { CanvasControls } from "./CanvasControls";
import { CanvasContext, createWiring } from "./context";
import classes from "./FlowCanvas.module.css";
import { type CanvasEdge, CanvasModel, type CanvasNode } from "./model";
import { NodeView } from "./NodeView";
import { Regions } from "./Regions";
import { showStart } from "./startView";
import { useWiring, type WiringHandlers } from "./useWiring";
import { WirePreview } from "./WirePreview";
import { WireView } from "./WireView";

const nodeTypes = { flow: NodeView };
const edgeTypes = { wire: WireView };
const SNAP: [number, number] = [GRID, GRID];
const EDIT_PAN_BUTTONS = [1, 2];
const PRO_OPTIONS = { hideAttribution: false };
const MINIMAP = { width: 150, height: 96 };
const MULTI_SELECT = ["Meta", "Control"];
const NO_BENCH = createBench();
const STILL: ReadonlyMap<string, { x: number; y: number }> = new Map();

export interface Point {
  x: number;
  y: number;
}

export interface CanvasSelection {
  nodes: ReadonlySet<string>;
  wires: ReadonlySet<string>;
}

export interface FlowCanvasProps {
  document: FlowDocument;
  catalog: Catalog;
  overlay: OverlayStore;
  selection: CanvasSelection;
  marks: ReadonlyMap<string, Mark>;
  regions: readonly Region[];
  onSelect: (selection: CanvasSelection) => void;
  /** Breakpoints and pins to mark; left out where there are none. */
  bench?: Bench;
  /** Left out in views that only show. */
  editing?: EditingHandlers;
  label: string;
  children?: ReactNode;
}

export interface EditingHandlers extends WiringHandlers {
  onMove: (positions: { id: string; x: number; y: number }[]) => void;
  onOpenPalette: (at: Point) => void;
  onDropType: (type: string, at: Point) => void;
}

export const DRAG_TYPE = "application/x-opsconductor-node";

export function FlowCanvas(props: FlowCanvasProps) {
  const [wiring] = useState(createWiring);
  const { overlay, bench = NO_BENCH } = props;
  const context = useMemo(() => ({ overlay, wiring, bench }), [overlay, wiring, bench]);
  return (
    <ReactFlowProvider>
      <CanvasContext.Provider value={context}>
        <Surface {...props} wiring={wiring} />
      </CanvasContext.Provider>
    </ReactFlowProvider>
  );
}

function Surface(props: FlowCanvasProps & { wiring: ReturnType<typeof createWiring> }) {
  const { document, catalog, selection, marks, regions, editing, label, children } = props;
  const [moving, setMoving] = useState(STILL);
  const model = useMemo(() => new CanvasModel(catalog), [catalog]);
  const nodes = useMemo(
    () => model.buildNodes({ document, selected: selection.nodes, marks, moving }),
    [model, document, selection.nodes, marks, moving],
  );
  const edges = useMemo(
    () => model.buildEdges(document, selection.wires),
    [model, document, selection.wires],
  );
  const changes = useChanges(props, moving, setMoving);
  const wires = useWiring(props, props.wiring);
  const drops = useDrops(editing);

  return (
    <section
      className={classes.canvas}
      aria-label={label}
      data-testid="canvas"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes the keys of its commands
      tabIndex={0}
      {...drops}
    >
      <ReactFlow<CanvasNode, CanvasEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...changes}
        {...wires}
        connectionMode={ConnectionMode.Loose}
        connectionLineComponent={WirePreview}
        connectionRadius={24}
        nodesDraggable={editing !== undefined}
        nodesConnectable={editing !== undefined}
        elementsSelectable
        selectionOnDrag={editing !== undefined}
        panOnDrag={editing ? EDIT_PAN_BUTTONS : true}
        panOnScroll
        zoomOnDoubleClick={false}
        zoomActivationKeyCode="Control"
        multiSelectionKeyCode={MULTI_SELECT}
        selectNodesOnDrag={false}
        deleteKeyCode={null}
        snapToGrid
        snapGrid={SNAP}
        minZoom={0.1}
        maxZoom={2}
        onInit={showStart}
        onlyRenderVisibleElements
        proOptions={PRO_OPTIONS}
      >
        <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.4} color="var(--oc-line)" />
        <Annotations document={document} nodes={nodes} />
        <Regions regions={regions} nodes={nodes} />
        <MiniMap
          style={MINIMAP}
          pannable
          zoomable
          className={classes.minimap}
          nodeColor={miniColor}
          nodeStrokeWidth={0}
          ariaLabel="Overview"
        />
        <CanvasControls />
        {children}
      </ReactFlow>
    </section>
  );
}

function miniColor(node: CanvasNode): string {
  return `var(--oc-cat-${node.data.descriptor?.category ?? "code"}, var(--oc-cat-code))`;
}

type Moving = ReadonlyMap<string, Point>;

/** Selection goes out at once; positions stay here while the pointer moves and go out as one change at the end. */
function useChanges(props: FlowCanvasProps, moving: Moving, setMoving: (moving: Moving) => void) {
  const latest = useRef({ props, moving });
  useEffect(() => {
    latest.current = { props, moving };
  });
  return useMemo(() => {
    let selection = latest.current.props.selection;
    const select = (
      kind: "nodes" | "wires",
      changes: (NodeChange<CanvasNode> | EdgeChange<CanvasEdge>)[],
    ) => {
      const picks = changes.filter((change) => change.type === "select");
      if (picks.length === 0) return;
      selection = latest.current.props.selection;
      const ids = new Set(selection[kind]);
      for (const pick of picks) {
        if (pick.selected) ids.add(pick.id);
        else ids.delete(pick.id);
      }
      selection = { ...selection, [kind]: ids };
      latest.current.props = { ...latest.current.props, selection };
      latest.current.props.onSelect(selection);
    };
    return {
      onNodesChange: (changes: NodeChange<CanvasNode>[]) => {
        select("nodes", changes);
        const moves = changes.filter((change) => change.type === "position").flatMap(toMove);
        if (moves.length === 0) return;
        if (moves.some((move) => move.dragging)) {
          setMoving(new Map([...latest.current.moving, ...moves.map((move) => [move.id, move] as const)]));
          return;
        }
        setMoving(STILL);
        latest.current.props.editing?.onMove(moves);
      },
      onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => select("wires", changes),
      /** A plain click on one of several selected nodes means that one. */
      onNodeClick: (event: React.MouseEvent, node: CanvasNode) => {
        const { selection: now, onSelect } = latest.current.props;
        if (event.ctrlKey || event.metaKey || event.shiftKey || now.nodes.size + now.wires.size < 2) return;
        onSelect({ nodes: new Set([node.id]), wires: new Set() });
      },
    };
  }, [setMoving]);
}

function toMove(change: { id: string; position?: Point; dragging?: boolean }) {
  if (!change.position) return [];
  return [{ id: change.id, x: change.position.x, y: change.position.y, dragging: change.dragging === true }];
}

/** Node types dragged in from the palette, and the double-click that opens quick-add. */
function useDrops(editing: EditingHandlers | undefined) {
  const { screenToFlowPosition } = useReactFlow();
  if (!editing) return {};
  return {
    onDragOver: (event: React.DragEvent) => {
      if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "copy" as const;
    },
    onDrop: (event: React.DragEvent) => {
      const type = event.dataTransfer.getData(DRAG_TYPE);
      if (!type) return;
      event.preventDefault();
      editing.onDropType(type, screenToFlowPosition({ x: event.clientX, y: event.clientY }));
    },
    onDoubleClick: (event: React.MouseEvent) => {
      if (!(event.target as Element).classList.contains("react-flow__pane")) return;
      editing.onOpenPalette({ x: event.clientX, y: event.clientY });
    },
  };
}
