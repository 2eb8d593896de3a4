// Dragging something that is no node, such as a note or the title of a group: how far it went, in canvas units.
import { useStoreApi } from "@xyflow/react";
import { useRef } from "react";
import { snap } from "../../core/geometry";
import type { Point } from "./handlers";

interface Dragging {
  onDrag: (delta: Point) => void;
  onDrop: (delta: Point) => void;
}

const NOWHERE: Point = { x: 0, y: 0 };
const THRESHOLD = 3;

/** Steps are those of the grid; Alt suspends it. A press that goes nowhere is left to be a click. */
export function usePointerDrag({ onDrag, onDrop }: Dragging) {
  const flow = useStoreApi();
  const start = useRef<Point | null>(null);
  const last = useRef(NOWHERE);
  const deltaOf = (event: React.PointerEvent) => {
    const from = start.current ?? { x: event.clientX, y: event.clientY };
    const zoom = flow.getState().transform[2];
    const far =
      Math.hypot(event.clientX - from.x, event.clientY - from.y) > THRESHOLD || last.current !== NOWHERE;
    if (!far) return NOWHERE;
    const [x, y] = [(event.clientX - from.x) / zoom, (event.clientY - from.y) / zoom];
    return event.altKey ? { x: Math.round(x), y: Math.round(y) } : { x: snap(x), y: snap(y) };
  };
  return {
    onPointerDown: (event: React.PointerEvent) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, y: event.clientY };
      last.current = NOWHERE;
    },
    onPointerMove: (event: React.PointerEvent) => {
      if (!start.current) return;
      const delta = deltaOf(event);
      if (delta === NOWHERE) return;
      last.current = delta;
      onDrag(delta);
    },
    onPointerUp: () => {
      if (!start.current) return;
      start.current = null;
      if (last.current.x !== 0 || last.current.y !== 0) onDrop(last.current);
      else onDrag(NOWHERE);
      last.current = NOWHERE;
    },
  };
}
