// The pane itself: React Flow near by, one picture from far away, and what lies over both.
import {
  Background,
  BackgroundVariant,
  ConnectionMode,
  Panel,
  ReactFlow,
  type ReactFlowInstance,
  useReactFlow,
} from "@xyflow/react";
import { useCallback, useMemo, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import { GRID } from "../../core/geometry";
import { MAX_ZOOM, MIN_ZOOM, type Viewport } from "../../core/viewport";
import { lazily } from "../lazily";
import { Annotations } from "./Annotations";
import { CanvasControls } from "./CanvasControls";
import { CardView } from "./CardView";
import type { UiState } from "./context";
import type { FlowCanvasProps } from "./FlowCanvas";
import classes from "./FlowCanvas.module.css";
import { groupFrames, regionFrames } from "./frames";
import { keepHot, notePointer } from "./hotWire";
import type { CanvasEdge, CanvasItem } from "./model";
import { NodeView } from "./NodeView";
import { OverviewLayer } from "./overview/OverviewLayer";
import { sceneOf } from "./overview/scene";
import { Regions } from "./Regions";
import { useArrows } from "./useArrows";
import { useCalm } from "./useCalm";
import { useCanvasView } from "./useCanvasView";
import { useFarDrag } from "./useFarDrag";
import { useFarPointer } from "./useFarPointer";
import { type Moving, useGestures } from "./useGestures";
import { useDetail, useFreeDrag, useOverview } from "./useOverview";
import { usePaletteDrop } from "./usePaletteDrop";
import { useSlices } from "./useSlices";
import { useWiring } from "./useWiring";
import { WirePreview } from "./WirePreview";
import { WireView } from "./WireView";

const EditingMarks = lazily(() => import("./EditingMarks").then((it) => it.EditingMarks), 0);
const MiniMap = lazily(() => import("./overview/MiniMap").then((it) => it.MiniMap), 0);

const nodeTypes = { flow: NodeView, card: CardView };
const edgeTypes = { wire: WireView };
const SNAP: [number, number] = [GRID, GRID];
const EDIT_PAN_BUTTONS = [1, 2];
const PRO_OPTIONS = { hideAttribution: false };
const MULTI_SELECT = ["Meta", "Control"];

interface SurfaceProps extends FlowCanvasProps {
  items: CanvasItem[];
  edges: CanvasEdge[];
  ui: StoreApi<UiState>;
  gesture: {
    moving: Moving;
    setMoving: (moving: Moving) => void;
    lift: string | null;
    setLift: (node: string | null) => void;
  };
}

export function Surface(props: SurfaceProps) {
  const { document, items, edges, regions, editing, overlay, label, ui, gesture, children } = props;
  const element = useRef<HTMLElement>(null);
  const view = useCanvasView();
  const isFar = useOverview(document.nodes.length);
  useDetail(element);
  useFreeDrag();
  useCalm(element, overlay, edges);
  const gestures = useGestures({ ...props, ...gesture }, gesture, ui);
  const wires = useWiring(props, ui);
  const drops = usePaletteDrop(editing, props, ui);
  const { onKeyDown, said } = useArrows(props, view);
  const onPage = useSlices(isFar, items, edges);
  const isPicture = isFar || !onPage.isWhole;
  const scene = useMemo(() => (isPicture ? sceneOf(items, edges) : undefined), [isPicture, items, edges]);
  const picture = isFar ? scene : undefined;
  const far = useFarPointer({ ...props, scene: picture }, view);
  const farDrag = useFarDrag({ ...props, scene: picture }, view);
  const soft = useMemo(() => regionFrames(regions, items), [regions, items]);
  const groups = useMemo(() => groupFrames(document, items), [document, items]);
  const hover = useMemo(() => hoverHandlers(ui, editing !== undefined), [ui, editing]);
  const { setViewport } = useReactFlow();
  const go = useCallback((to: Viewport) => void setViewport(to), [setViewport]);

  return (
    <section
      ref={element}
      className={classes.canvas}
      role="application"
      aria-roledescription="flow drawing"
      aria-label={label}
      data-testid="canvas"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas takes the keys of its commands
      tabIndex={0}
      onKeyDown={onKeyDown}
      {...drops}
      {...farDrag}
    >
      <ReactFlow<CanvasItem, CanvasEdge>
        nodes={onPage.nodes}
        edges={onPage.edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        {...gestures}
        {...(editing ? wires : READ_ONLY)}
        {...hover}
        {...far}
        connectionMode={ConnectionMode.Loose}
        connectionLineComponent={WirePreview}
        connectionRadius={24}
        nodesDraggable={editing !== undefined}
        nodesConnectable={editing !== undefined}
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
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
        minZoom={MIN_ZOOM}
        maxZoom={MAX_ZOOM}
        onInit={view.showStart as (flow: ReactFlowInstance<CanvasItem, CanvasEdge>) => void}
        onlyRenderVisibleElements
        proOptions={PRO_OPTIONS}
      >
        {scene ? (
          <OverviewLayer scene={scene} frames={soft} overlay={overlay} />
        ) : (
          <>
            <Background variant={BackgroundVariant.Dots} gap={GRID} size={1.4} color="var(--oc-line)" />
            <Regions frames={soft} />
          </>
        )}
        <Annotations document={document} frames={groups} />
        {editing && <EditingMarks items={items} />}
        <Panel position="bottom-right" className={classes.map}>
          <MiniMap items={items} onGo={go} />
        </Panel>
        <CanvasControls />
        {children}
      </ReactFlow>
      <div className="oc-sr-only" aria-live="polite" data-testid="canvas-said">
        {said}
      </div>
    </section>
  );
}

const READ_ONLY = {};

function hoverHandlers(ui: StoreApi<UiState>, mayEdit: boolean) {
  return {
    onEdgeMouseEnter: (_event: React.MouseEvent, edge: CanvasEdge) => keepHot(ui, edge.id),
    onEdgeMouseMove: (event: React.MouseEvent) => notePointer(ui, event),
    onEdgeMouseLeave: () => keepHot(ui, null),
    onEdgeDoubleClick: (_event: React.MouseEvent, edge: CanvasEdge) => {
      if (mayEdit && !edge.data?.wire.link) ui.setState({ writing: edge.id });
    },
  };
}
