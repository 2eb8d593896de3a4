// Lines that show when what is dragged is level with something else, and the last few pixels that make it exact.
import type { Box } from "./geometry";

export interface Guide {
  axis: "x" | "y";
  at: number;
  from: number;
  to: number;
}

export interface Guided {
  dx: number;
  dy: number;
  guides: Guide[];
}

const NONE: Guided = { dx: 0, dy: 0, guides: [] };

/** Compares edges and middles with every other box; the nearest within reach on each axis counts. */
export function guidesFor(moving: Box, others: readonly Box[], reach: number): Guided {
  const across = nearest(moving, others, "x", "width", reach);
  const down = nearest(moving, others, "y", "height", reach);
  if (!across && !down) return NONE;
  const placed = { ...moving, x: moving.x + (across?.by ?? 0), y: moving.y + (down?.by ?? 0) };
  const guides: Guide[] = [];
  if (across) guides.push(lineThrough("x", across.at, placed, across.other));
  if (down) guides.push(lineThrough("y", down.at, placed, down.other));
  return { dx: across?.by ?? 0, dy: down?.by ?? 0, guides };
}

interface Match {
  by: number;
  at: number;
  other: Box;
}

function nearest(
  moving: Box,
  others: readonly Box[],
  start: "x" | "y",
  length: "width" | "height",
  reach: number,
): Match | undefined {
  let best: Match | undefined;
  const own = marks(moving, start, length);
  for (const other of others) {
    const theirs = marks(other, start, length);
    for (const [index, mark] of own.entries()) {
      const at = theirs[index] as number;
      const by = at - mark;
      if (Math.abs(by) <= reach && (!best || Math.abs(by) < Math.abs(best.by))) best = { by, at, other };
    }
  }
  return best;
}

/** Begin, middle and end; like is compared with like. */
function marks(box: Box, start: "x" | "y", length: "width" | "height"): [number, number, number] {
  return [box[start], box[start] + box[length] / 2, box[start] + box[length]];
}

function lineThrough(axis: "x" | "y", at: number, a: Box, b: Box): Guide {
  const [start, length] = axis === "x" ? (["y", "height"] as const) : (["x", "width"] as const);
  return {
    axis,
    at,
    from: Math.min(a[start], b[start]) - 12,
    to: Math.max(a[start] + a[length], b[start] + b[length]) + 12,
  };
}
