// Where the view is when a flow opens.
import type { ReactFlowInstance } from "@xyflow/react";
import type { CanvasEdge, CanvasNode } from "./model";

const READABLE = 0.62;
const EDGE = 60;

/**
 * The whole flow when it can be read that way, else its beginning; a large flow is never drawn whole just to open.
 * A short one begins on the left, because it will grow to the right.
 */
export function showStart(flow: ReactFlowInstance<CanvasNode, CanvasEdge>): void {
  const nodes = flow.getNodes();
  const box = document.querySelector(".react-flow")?.getBoundingClientRect();
  if (nodes.length === 0 || !box) return;
  const bounds = flow.getNodesBounds(nodes);
  const fit = Math.min((box.width - 2 * EDGE) / bounds.width, (box.height - 2 * EDGE) / bounds.height);
  const zoom = Math.max(READABLE, Math.min(1, fit));
  const center = (start: number, length: number, room: number) =>
    length * zoom <= room - 2 * EDGE ? room / 2 - (start + length / 2) * zoom : EDGE - start * zoom;
  flow.setViewport({
    x:
      bounds.width * zoom < box.width / 2
        ? EDGE - bounds.x * zoom
        : center(bounds.x, bounds.width, box.width),
    y: center(bounds.y, bounds.height, box.height),
    zoom,
  });
}
