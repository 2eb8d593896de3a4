// Moving the view, for components inside a FlowCanvas.
import { useReactFlow } from "@xyflow/react";
import { useMemo } from "react";
import { NODE_HEIGHT, NODE_WIDTH } from "../../core/geometry";
import { motion } from "../motion";
import { FIT } from "./fit";
import type { CanvasEdge, CanvasNode } from "./model";
import { showStart } from "./startView";

export interface CanvasView {
  /** Window coordinates to canvas coordinates. */
  toCanvas: (point: { x: number; y: number }) => { x: number; y: number };
  /** The canvas point in the middle of what is seen. */
  center: () => { x: number; y: number };
  show: (node: string) => void;
  /** Moves the view just so far that a node at this place is seen. */
  reveal: (place: { x: number; y: number }) => void;
  fitAll: () => void;
  /** The view a flow opens with: whole if readable, else its beginning. */
  showStart: () => void;
  zoomIn: () => void;
  zoomOut: () => void;
}

const MARGIN = 60;

function paneBox(): DOMRect | undefined {
  return document.querySelector(".react-flow")?.getBoundingClientRect();
}

/** How far a span has to move to lie inside the room, with a margin. */
function shift(start: number, end: number, room: number): number {
  if (start < MARGIN) return MARGIN - start;
  return end > room - MARGIN ? room - MARGIN - end : 0;
}

export function useCanvasView(): CanvasView {
  const flow = useReactFlow<CanvasNode, CanvasEdge>();
  return useMemo(
    () => ({
      toCanvas: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      center: () => {
        const box = paneBox();
        if (!box) return { x: 0, y: 0 };
        return flow.screenToFlowPosition(
          { x: box.x + box.width / 2, y: box.y + box.height / 2 },
          { snapToGrid: false },
        );
      },
      show: (node) => {
        flow.fitView({
          nodes: [{ id: node }],
          maxZoom: Math.max(1, flow.getZoom()),
          minZoom: 0.75,
          duration: motion(250),
        });
      },
      reveal: (place) => {
        const box = paneBox();
        if (!box) return;
        const { x, y, zoom } = flow.getViewport();
        const left = place.x * zoom + x;
        const top = place.y * zoom + y;
        const moveX = shift(left, left + NODE_WIDTH * zoom, box.width);
        const moveY = shift(top, top + NODE_HEIGHT * zoom, box.height);
        if (moveX !== 0 || moveY !== 0)
          flow.setViewport({ x: x + moveX, y: y + moveY, zoom }, { duration: motion(200) });
      },
      fitAll: () => {
        flow.fitView({ ...FIT, duration: motion(200) });
      },
      showStart: () => showStart(flow),
      zoomIn: () => {
        flow.zoomIn({ duration: motion(120) });
      },
      zoomOut: () => {
        flow.zoomOut({ duration: motion(120) });
      },
    }),
    [flow],
  );
}
