// Aligning and distributing: where the chosen nodes go. Nothing here changes a document; the places become one move.
import type { Catalog } from "./descriptor";
import type { FlowDocument } from "./document";
import { type Box, boundsOf, boxOf, snap } from "./geometry";
import type { BasicOperation } from "./operations";

export interface NodeBox extends Box {
  id: string;
}

export type Alignment = "left" | "right" | "top" | "bottom" | "middle" | "center";
export type Axis = "horizontal" | "vertical";

/** The boxes of these nodes; of all when none are named. */
export function boxesOf(document: FlowDocument, catalog: Catalog, ids?: ReadonlySet<string>): NodeBox[] {
  return document.nodes
    .filter((node) => !ids || ids.has(node.id))
    .map((node) => ({ id: node.id, ...boxOf(node, catalog) }));
}

/** Brings one edge, or the middle, of all boxes onto one line. */
export function align(boxes: readonly NodeBox[], alignment: Alignment): BasicOperation | undefined {
  const all = boundsOf(boxes);
  if (!all || boxes.length < 2) return undefined;
  return move(
    boxes.map((box) => ({ id: box.id, ...aligned(box, all, alignment) })),
    `align ${alignment}`,
  );
}

function aligned(box: Box, all: Box, alignment: Alignment): { x: number; y: number } {
  switch (alignment) {
    case "left":
      return { x: all.x, y: box.y };
    case "right":
      return { x: all.x + all.width - box.width, y: box.y };
    case "top":
      return { x: box.x, y: all.y };
    case "bottom":
      return { x: box.x, y: all.y + all.height - box.height };
    case "middle":
      return { x: box.x, y: all.y + (all.height - box.height) / 2 };
    case "center":
      return { x: all.x + (all.width - box.width) / 2, y: box.y };
  }
}

/** The same gap between neighbours; the outer two stay where they are. */
export function distribute(boxes: readonly NodeBox[], axis: Axis): BasicOperation | undefined {
  const all = boundsOf(boxes);
  if (!all || boxes.length < 3) return undefined;
  const [start, length] = axis === "horizontal" ? (["x", "width"] as const) : (["y", "height"] as const);
  const ordered = [...boxes].sort((a, b) => a[start] - b[start]);
  const filled = ordered.reduce((sum, box) => sum + box[length], 0);
  const gap = (all[length] - filled) / (ordered.length - 1);
  let next = all[start];
  const positions = ordered.map((box) => {
    const place = { id: box.id, x: box.x, y: box.y, [start]: next };
    next += box[length] + gap;
    return place;
  });
  return move(positions, `distribute ${axis === "horizontal" ? "across" : "down"}`);
}

export function snapToGrid(boxes: readonly NodeBox[]): BasicOperation | undefined {
  if (boxes.length === 0) return undefined;
  return move(
    boxes.map((box) => ({ id: box.id, x: snap(box.x), y: snap(box.y) })),
    "snap to the grid",
  );
}

function move(positions: { id: string; x: number; y: number }[], label: string): BasicOperation {
  return { kind: "moveNodes", positions, label };
}
