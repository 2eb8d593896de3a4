// The curves of wires, as SVG paths, and where their label sits.

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

export function wirePath(ends: WireEnds): WirePath {
  return ends.targetAt === "bottom" ? returnPath(ends) : curve(ends);
}

/** Left to right; the control points are half the way out, and further when the wire has to come back. */
function curve({ sourceX, sourceY, sourceAt, targetX, targetY }: WireEnds): WirePath {
  const distance = Math.hypot(targetX - sourceX, targetY - sourceY);
  const offset = Math.max(Math.abs(targetX - sourceX) / 2, Math.min(MIN_OFFSET, distance / 2));
  const [outX, outY] =
    sourceAt === "bottom" ? [sourceX, sourceY + Math.max(30, offset / 1.5)] : [sourceX + offset, sourceY];
  const inX = targetX - offset;
  return {
    path: `M${sourceX},${sourceY} C${outX},${outY} ${inX},${targetY} ${targetX},${targetY}`,
    labelX: (sourceX + 3 * outX + 3 * inX + targetX) / 8,
    labelY: (sourceY + 3 * outY + 3 * targetY + targetY) / 8,
    lateX: along(sourceX, outX, inX, targetX),
    lateY: along(sourceY, outY, targetY, targetY),
  };
}

const LATE = 0.7;

/** A coordinate of the point that far along a cubic curve. */
function along(start: number, out: number, into: number, end: number): number {
  const t = LATE;
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
