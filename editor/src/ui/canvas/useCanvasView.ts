// Moving the view, for components inside a FlowCanvas. Everything is computed from the drawing, so that it works from
// far away too, where no node is on the page.
import { type ReactFlowInstance, useReactFlow, useStoreApi } from "@xyflow/react";
import { useMemo } from "react";
import { type Box, boundsOf, NODE_HEIGHT, NODE_WIDTH } from "../../core/geometry";
import type { Stop } from "../../core/stops";
import { centeredOn, fitBox, MAX_ZOOM, OVERVIEW_UNTIL, type Room, startViewport } from "../../core/viewport";
import { motion } from "../motion";
import { type Aim, useCanvas } from "./context";
import type { Point } from "./handlers";
import { pointedWire } from "./hotWire";
import type { CanvasEdge, CanvasItem } from "./model";

export interface CanvasView {
  /** Window coordinates to canvas coordinates. */
  toCanvas: (point: Point) => Point;
  /** The canvas point in the middle of what is seen. */
  center: () => Point;
  /** Brings a node, or the folded group that it is in, into the middle. */
  show: (node: string) => void;
  /** The wire under the pointer, and the point there. */
  pointed: () => { wire: string; at: Point } | undefined;
  /** Moves the view just so far that a node at this place is seen. */
  reveal: (place: Point) => void;
  /** Moves the view to a stop and the focus with it. */
  look: (stop: Stop) => void;
  /** The stop that has the focus, if it is no node. */
  focused: () => string | undefined;
  fitAll: () => void;
  /** Fits these nodes; all when there are none. */
  fitNodes: (nodes: ReadonlySet<string>) => void;
  /** The view a flow opens with: whole if readable, else its beginning. */
  showStart: () => void;
  zoomIn: () => void;
  zoomOut: () => void;
  /** Full size, around the middle. */
  zoomReset: () => void;
  zoomTo: (zoom: number) => void;
  /** Scrolls by so many pixels of the screen. */
  scroll: (by: Point) => void;
  /** Shows the wire that would be drawn, and brings its end into sight. */
  aim: (aim: Aim | null) => void;
  /** Opens the label of a wire, or the text of a note, for writing. */
  write: (id: string) => void;
  /** Shows nodes on their way to new places; the document stays as it is. */
  preview: (places: ReadonlyMap<string, Point>) => Promise<void>;
}

const MARGIN = 60;
const PREVIEW_MS = 320;

/** How far a span has to move to lie inside the room, with a margin. */
function shift(start: number, end: number, room: number): number {
  if (start < MARGIN) return MARGIN - start;
  return end > room - MARGIN ? room - MARGIN - end : 0;
}

export function useCanvasView(): CanvasView {
  const flow = useReactFlow<CanvasItem, CanvasEdge>();
  const store = useStoreApi<CanvasItem, CanvasEdge>();
  const { items, ui, mover } = useCanvas();
  return useMemo(() => {
    const room = (): Room => store.getState();
    const reveal = (place: Point) => {
      const { x, y, zoom } = flow.getViewport();
      const left = place.x * zoom + x;
      const top = place.y * zoom + y;
      const moveX = shift(left, left + NODE_WIDTH * zoom, room().width);
      const moveY = shift(top, top + NODE_HEIGHT * zoom, room().height);
      if (moveX !== 0 || moveY !== 0)
        flow.setViewport({ x: x + moveX, y: y + moveY, zoom }, { duration: motion(200) });
    };
    const boxes = (nodes?: ReadonlySet<string>) =>
      items.current.filter((item) => !nodes || nodes.has(item.id)).map(toBox);
    const fitTo = (nodes?: ReadonlySet<string>, duration = motion(200)) => {
      const box = boundsOf(boxes(nodes?.size ? nodes : undefined));
      if (box) flow.setViewport(fitBox(box, room()), { duration });
    };
    return {
      ...zooming(flow, room),
      toCanvas: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      center: () => {
        const [x, y, zoom] = store.getState().transform;
        return { x: (room().width / 2 - x) / zoom, y: (room().height / 2 - y) / zoom };
      },
      show: (node) => {
        const item = items.current.find((one) => isFor(one, node));
        if (!item) return;
        const { x, y, width, height } = toBox(item);
        const zoom = Math.min(MAX_ZOOM, Math.max(0.75, flow.getZoom()));
        const middle = { x: x + width / 2, y: y + height / 2 };
        flow.setViewport(centeredOn(middle, zoom, room()), { duration: motion(250) });
      },
      pointed: () => {
        const found = pointedWire(ui);
        return found && { ...found, at: flow.screenToFlowPosition(found.at, { snapToGrid: false }) };
      },
      reveal,
      look: (stop) => {
        reveal(stop.box);
        const canvas = store.getState().domNode?.closest<HTMLElement>('[data-testid="canvas"]');
        const place = canvas?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(stop.id)}"]`) ?? canvas;
        place?.focus({ preventScroll: true });
      },
      focused: () => {
        const place = document.activeElement?.closest<HTMLElement>("[data-stop]");
        return place?.dataset.stop;
      },
      fitAll: () => fitTo(),
      fitNodes: fitTo,
      showStart: () => {
        const box = boundsOf(boxes());
        if (box) flow.setViewport(startViewport(box, room(), items.current.length));
      },
      aim: (aim) => {
        ui.setState({ aim, valid: aim?.valid ?? null });
        const end = items.current.find((item) => item.id === aim?.to.node);
        if (end) reveal(end.position);
      },
      write: (id) => ui.setState({ writing: id }),
      preview: (places) => {
        const from = new Map(items.current.map((item) => [item.id, item.position]));
        return travel(from, places, flow.getZoom() < OVERVIEW_UNTIL ? 0 : motion(PREVIEW_MS), mover.show);
      },
    };
  }, [flow, store, items, ui, mover]);
}

function zooming(flow: ReactFlowInstance<CanvasItem, CanvasEdge>, room: () => Room) {
  const zoomTo = (zoom: number) => {
    const now = flow.getViewport();
    const middle = { x: (room().width / 2 - now.x) / now.zoom, y: (room().height / 2 - now.y) / now.zoom };
    flow.setViewport(centeredOn(middle, zoom, room()), { duration: motion(120) });
  };
  return {
    zoomIn: () => {
      flow.zoomIn({ duration: motion(120) });
    },
    zoomOut: () => {
      flow.zoomOut({ duration: motion(120) });
    },
    zoomReset: () => zoomTo(1),
    zoomTo,
    scroll: (by: Point) => {
      const { x, y, zoom } = flow.getViewport();
      flow.setViewport({ x: x - by.x, y: y - by.y, zoom });
    },
  };
}

/** It is the node, or the card of the folded group that has it. */
function isFor(item: CanvasItem, node: string): boolean {
  return item.id === node || (item.type === "card" && item.data.group.nodes.includes(node));
}

function toBox(item: CanvasItem): Box {
  return { ...item.position, ...item.data.size };
}

/** Moves nodes from place to place over a while, then says so. */
function travel(
  from: ReadonlyMap<string, Point>,
  to: ReadonlyMap<string, Point>,
  duration: number,
  show: (places: ReadonlyMap<string, Point> | null) => void,
): Promise<void> {
  if (duration === 0) return Promise.resolve();
  return new Promise((done) => {
    const start = performance.now();
    const step = (now: number) => {
      const part = Math.min(1, (now - start) / duration);
      const eased = 1 - (1 - part) ** 3;
      const places = new Map<string, Point>();
      for (const [id, end] of to) {
        const begin = from.get(id) ?? end;
        places.set(id, { x: begin.x + (end.x - begin.x) * eased, y: begin.y + (end.y - begin.y) * eased });
      }
      show(places);
      if (part < 1) {
        requestAnimationFrame(step);
        return;
      }
      done();
      // The document has the new places by now; what was shown on the way is let go.
      queueMicrotask(() => show(null));
    };
    requestAnimationFrame(step);
  });
}
