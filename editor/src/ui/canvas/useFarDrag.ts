// Dragging nodes in the overview, where they are a picture: what is under the pointer is found in the scene.
import { useEffect, useMemo, useRef } from "react";
import type { FlowDocument } from "../../core/document";
import { snap } from "../../core/geometry";
import { useCanvas } from "./context";
import { nodesBehind } from "./folding";
import type { Point } from "./handlers";
import { nodeAt } from "./overview/paint";
import type { Scene } from "./overview/scene";
import type { CanvasView } from "./useCanvasView";
import type { CanvasSelection } from "./useGestures";

interface Input {
  /** Only while the overview is shown. */
  scene: Scene | undefined;
  document: FlowDocument;
  selection: CanvasSelection;
  onSelect: (selection: CanvasSelection) => void;
}

interface Held {
  from: Point;
  start: Point;
  nodes: ReadonlySet<string>;
  by: Point | null;
}

/** So many pixels of the screen are still a press. */
const THRESHOLD = 4;

export function useFarDrag(input: Input, view: CanvasView) {
  const { editing, mover } = useCanvas();
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  return useMemo(() => {
    if (!editing) return {};
    let held: Held | null = null;
    const follow = (event: PointerEvent) => {
      if (!held) return;
      const [dx, dy] = [event.clientX - held.start.x, event.clientY - held.start.y];
      if (!held.by && Math.hypot(dx, dy) < THRESHOLD) return;
      const to = view.toCanvas({ x: event.clientX, y: event.clientY });
      const step = event.altKey ? Math.round : snap;
      held.by = { x: step(to.x - held.from.x), y: step(to.y - held.from.y) };
      mover.by([...held.nodes], held.by);
    };
    const drop = () => {
      const done = held;
      held = null;
      window.removeEventListener("pointermove", follow);
      window.removeEventListener("pointerup", drop);
      window.removeEventListener("pointercancel", drop);
      if (!done?.by) return;
      mover.show(null);
      const { x, y } = done.by;
      const positions = latest.current.document.nodes
        .filter((node) => done.nodes.has(node.id))
        .map((node) => ({ id: node.id, x: node.x + x, y: node.y + y }));
      if (x !== 0 || y !== 0) editing.apply({ kind: "moveNodes", positions });
      swallowClick();
    };
    return {
      onPointerDownCapture: (event: React.PointerEvent) => {
        const { scene, document, selection, onSelect } = latest.current;
        const isPane = (event.target as Element).classList.contains("react-flow__pane");
        if (!scene || !isPane || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey)
          return;
        const start = { x: event.clientX, y: event.clientY };
        const from = view.toCanvas(start);
        const node = nodeAt(scene, from);
        if (!node) return;
        // A press on a node is no marquee.
        event.stopPropagation();
        const own = nodesBehind(document, node.id);
        const isChosen = own.every((id) => selection.nodes.has(id));
        const nodes = isChosen ? selection.nodes : new Set(own);
        if (!isChosen) onSelect({ nodes, wires: new Set() });
        held = { from, start, nodes, by: null };
        window.addEventListener("pointermove", follow);
        window.addEventListener("pointerup", drop);
        window.addEventListener("pointercancel", drop);
      },
    };
  }, [editing, mover, view]);
}

/** The click that ends a drag chooses nothing. */
function swallowClick(): void {
  const stop = (event: MouseEvent) => event.stopPropagation();
  window.addEventListener("click", stop, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", stop, { capture: true }));
}
