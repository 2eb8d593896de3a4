// Where an arrow key leads: along wires to the left and right, else to the nearest place that way.
import type { Box } from "./geometry";

export type Direction = "left" | "right" | "up" | "down";

export type Boxes = ReadonlyMap<string, Box>;

/** The wires between what is drawn: nodes of a folded group are behind its card. */
type Ends = readonly { source: string; target: string }[];

/** The place to go to; the one at the beginning when none was chosen. */
export function nextPlace(
  wires: Ends,
  boxes: Boxes,
  from: string | undefined,
  direction: Direction,
): string | undefined {
  const start = from === undefined ? undefined : boxes.get(from);
  if (from === undefined || !start) return firstPlace(boxes);
  const wired = alongWires(wires, boxes, from, direction);
  return wired ?? nearestThatWay(boxes, from, start, direction);
}

function firstPlace(boxes: Boxes): string | undefined {
  let best: { id: string; rank: number } | undefined;
  for (const [id, box] of boxes) {
    const rank = box.x + box.y;
    if (!best || rank < best.rank) best = { id, rank };
  }
  return best?.id;
}

function alongWires(wires: Ends, boxes: Boxes, from: string, direction: Direction): string | undefined {
  if (direction === "up" || direction === "down") return undefined;
  const ends = wires
    .filter((wire) => (direction === "right" ? wire.source : wire.target) === from)
    .map((wire) => (direction === "right" ? wire.target : wire.source))
    .filter((id) => id !== from && boxes.has(id));
  const start = boxes.get(from);
  if (!start) return undefined;
  return ends.sort((a, b) => offset(start, boxes.get(a)) - offset(start, boxes.get(b)))[0];
}

/** How far out of line another box is: the straight way on comes first. */
function offset(start: Box, box: Box | undefined): number {
  return box ? Math.abs(middle(box).y - middle(start).y) : Number.POSITIVE_INFINITY;
}

function nearestThatWay(boxes: Boxes, from: string, start: Box, direction: Direction): string | undefined {
  const [dx, dy] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[direction] as [number, number];
  const here = middle(start);
  let best: { id: string; cost: number } | undefined;
  for (const [id, box] of boxes) {
    if (id === from) continue;
    const there = middle(box);
    const along = (there.x - here.x) * dx + (there.y - here.y) * dy;
    const aside = Math.abs((there.x - here.x) * dy) + Math.abs((there.y - here.y) * dx);
    if (along <= 1) continue;
    const cost = along + 2 * aside;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}

function middle(box: Box): { x: number; y: number } {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
