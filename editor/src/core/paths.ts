// The curves of wires, as SVG paths, and where their label sits.

interface Point {
  x: number;
  y: number;
}

export interface WireEnds {
  sourceX: number;
  sourceY: number;
  sourceAt: string;
  targetX: number;
  targetY: number;
  targetAt: string;
}

export interface WirePath {
  path: string;
  labelX: number;
  labelY: number;
  /** Nearer to the end, clear of the names of the ports that the wire leaves from. */
  lateX: number;
  lateY: number;
}

const MIN_OFFSET = 100;

export type WireShape = "curved" | "square";

export function wirePath(ends: WireEnds, shape: WireShape = "curved"): WirePath {
  if (ends.targetAt === "bottom") return returnPath(ends);
  return shape === "square" ? squarePath(ends) : curve(ends);
}

/** What stands on a wire takes about this much room along it. */
const LABEL_ROOM = 40;

/**
 * Where the label of a wire goes: its middle, further on when the name of its port covers the beginning, and below the
 * name where the wire is too short for both.
 */
export function labelPlace(
  way: WirePath,
  { sourceX, sourceY, targetX, targetY }: Pick<WireEnds, "sourceX" | "sourceY" | "targetX" | "targetY">,
  nameRoom: number,
): { x: number; y: number } {
  const first = sourceX + nameRoom + LABEL_ROOM / 2;
  if (nameRoom === 0 || way.labelX >= first) return { x: way.labelX, y: way.labelY };
  if (way.lateX >= first) return { x: way.lateX, y: way.lateY };
  const isLevel = Math.abs(targetY - sourceY) < 30;
  return isLevel
    ? { x: (sourceX + targetX) / 2, y: Math.max(sourceY, targetY) + 18 }
    : { x: way.lateX, y: way.lateY };
}

/** Points along the way of a wire, close enough for finding out what lies on it. */
export function pointsOn(ends: WireEnds, shape: WireShape = "curved", steps = 24): Point[] {
  const corners = cornersOf(ends, shape);
  const { outX, outY, inX } = controls(ends);
  const points: Point[] = [];
  for (let step = 0; step <= steps; step += 1) {
    const t = step / steps;
    points.push(
      corners
        ? pointAlong(corners, t)
        : {
            x: along(ends.sourceX, outX, inX, ends.targetX, t),
            y: along(ends.sourceY, outY, ends.targetY, ends.targetY, t),
          },
    );
  }
  return points;
}

function controls({ sourceX, sourceY, sourceAt, targetX, targetY }: WireEnds) {
  const distance = Math.hypot(targetX - sourceX, targetY - sourceY);
  const offset = Math.max(Math.abs(targetX - sourceX) / 2, Math.min(MIN_OFFSET, distance / 2));
  const [outX, outY] =
    sourceAt === "bottom" ? [sourceX, sourceY + Math.max(30, offset / 1.5)] : [sourceX + offset, sourceY];
  return { outX, outY, inX: targetX - offset };
}

/** Left to right; the control points are half the way out, and further when the wire has to come back. */
function curve(ends: WireEnds): WirePath {
  const { sourceX, sourceY, targetX, targetY } = ends;
  const { outX, outY, inX } = controls(ends);
  return {
    path: `M${sourceX},${sourceY} C${outX},${outY} ${inX},${targetY} ${targetX},${targetY}`,
    labelX: (sourceX + 3 * outX + 3 * inX + targetX) / 8,
    labelY: (sourceY + 3 * outY + 3 * targetY + targetY) / 8,
    lateX: along(sourceX, outX, inX, targetX, LATE),
    lateY: along(sourceY, outY, targetY, targetY, LATE),
  };
}

const LATE = 0.7;

/** A coordinate of the point that far along a cubic curve. */
function along(start: number, out: number, into: number, end: number, t: number): number {
  const u = 1 - t;
  return u ** 3 * start + 3 * u * u * t * out + 3 * u * t * t * into + t ** 3 * end;
}

const LOOP_DEPTH = 56;
const CORNER = 20;

/** Back to a loop: down, under the nodes between, and up into the loop's lower edge. */
function returnPath({ sourceX, sourceY, targetX, targetY }: WireEnds): WirePath {
  const bottom = Math.max(sourceY, targetY) + LOOP_DEPTH;
  const right = sourceX + CORNER;
  const way = targetX < right ? -1 : 1;
  const path = [
    `M${sourceX},${sourceY}`,
    `C${right + 12},${sourceY} ${right + 12},${sourceY + 12} ${right + 12},${Math.min(sourceY + 32, bottom - CORNER)}`,
    `L${right + 12},${bottom - CORNER}`,
    `Q${right + 12},${bottom} ${right + 12 + way * CORNER},${bottom}`,
    `L${targetX - way * CORNER},${bottom}`,
    `Q${targetX},${bottom} ${targetX},${bottom - CORNER}`,
    `L${targetX},${targetY}`,
  ].join(" ");
  const middle = (right + targetX) / 2;
  return { path, labelX: middle, labelY: bottom, lateX: middle, lateY: bottom };
}

function returnCorners({ sourceX, sourceY, targetX, targetY }: WireEnds): Point[] {
  const bottom = Math.max(sourceY, targetY) + LOOP_DEPTH;
  const right = sourceX + CORNER + 12;
  return [
    { x: sourceX, y: sourceY },
    { x: right, y: sourceY },
    { x: right, y: bottom },
    { x: targetX, y: bottom },
    { x: targetX, y: targetY },
  ];
}

/** Where a wire that has corners turns. */
export function cornersOf(ends: WireEnds, shape: WireShape): Point[] | undefined {
  if (ends.targetAt === "bottom") return returnCorners(ends);
  return shape === "square" ? squareCorners(ends) : undefined;
}

/** How far a wire with right angles goes on before it turns. */
const STEM = 24;

function squareCorners({ sourceX, sourceY, sourceAt, targetX, targetY }: WireEnds): Point[] {
  const start = { x: sourceX, y: sourceY };
  const end = { x: targetX, y: targetY };
  const before = { x: targetX - STEM, y: targetY };
  if (sourceAt === "bottom") {
    const below = sourceY + STEM;
    return [start, { x: sourceX, y: below }, { x: before.x, y: below }, before, end];
  }
  if (targetX - sourceX >= 2 * STEM) {
    const middle = (sourceX + targetX) / 2;
    return [start, { x: middle, y: sourceY }, { x: middle, y: targetY }, end];
  }
  const out = sourceX + STEM;
  const between =
    Math.abs(targetY - sourceY) < LOOP_DEPTH
      ? Math.max(sourceY, targetY) + LOOP_DEPTH
      : (sourceY + targetY) / 2;
  return [start, { x: out, y: sourceY }, { x: out, y: between }, { x: before.x, y: between }, before, end];
}

const ROUNDING = 8;

function squarePath(ends: WireEnds): WirePath {
  const corners = squareCorners(ends);
  const label = pointAlong(corners, 0.5);
  const late = pointAlong(corners, LATE);
  return { path: rounded(corners), labelX: label.x, labelY: label.y, lateX: late.x, lateY: late.y };
}

function rounded(corners: readonly Point[]): string {
  const parts = corners.map((corner, index) => {
    const [before, after] = [corners[index - 1], corners[index + 1]];
    if (!before) return `M${corner.x},${corner.y}`;
    if (!after) return `L${corner.x},${corner.y}`;
    const into = towards(corner, before);
    const out = towards(corner, after);
    return `L${into.x},${into.y} Q${corner.x},${corner.y} ${out.x},${out.y}`;
  });
  return parts.join(" ");
}

/** A little way from a corner to the next, at most half of it. */
function towards(from: Point, to: Point): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(ROUNDING, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

/** The point that part of the whole way along lines from corner to corner. */
function pointAlong(corners: readonly Point[], part: number): Point {
  const lengths = corners.slice(1).map((corner, index) => distance(corners[index] ?? corner, corner));
  let left = part * lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, length] of lengths.entries()) {
    const [a, b] = [corners[index], corners[index + 1]];
    if (!a || !b || left > length) {
      left -= length;
      continue;
    }
    const share = length === 0 ? 0 : left / length;
    return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
  }
  return corners.at(-1) ?? { x: 0, y: 0 };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}
