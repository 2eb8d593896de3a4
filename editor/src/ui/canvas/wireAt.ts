// Which wire a box lies on: the one whose curve passes nearest to the middle of the box.
import type { Box } from "../../core/geometry";
import { pointsOn } from "../../core/paths";
import { preferences } from "../preferences";
import type { SceneWire } from "./overview/scene";

const SLACK = 110;
/** The way of a wire is looked at in steps: a box smaller than this could lie between two. */
const LEAST = 48;

export function wireAt(wires: readonly SceneWire[], box: Box, except?: string): string | undefined {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const [wide, high] = [Math.max(LEAST, box.width), Math.max(LEAST, box.height)];
  let best: { id: string; distance: number } | undefined;
  for (const wire of wires) {
    if (wire.source === except || wire.target === except || !isNear(wire, box)) continue;
    for (const point of pointsOn(endsOf(wire), preferences.getState().wires)) {
      const isInside = Math.abs(point.x - middle.x) < wide / 2 && Math.abs(point.y - middle.y) < high / 2;
      if (!isInside) continue;
      const distance = Math.hypot((point.x - middle.x) / 3, point.y - middle.y);
      if (!best || distance < best.distance) best = { id: wire.id, distance };
    }
  }
  return best?.id;
}

export function endsOf(wire: SceneWire) {
  return {
    sourceX: wire.fromX,
    sourceY: wire.fromY,
    sourceAt: wire.leavesBelow ? "bottom" : "right",
    targetX: wire.toX,
    targetY: wire.toY,
    targetAt: wire.isReturn ? "bottom" : "left",
  };
}

function isNear(wire: SceneWire, box: Box): boolean {
  return (
    Math.min(wire.fromX, wire.toX) - SLACK < box.x + box.width &&
    Math.max(wire.fromX, wire.toX) + SLACK > box.x &&
    Math.min(wire.fromY, wire.toY) - SLACK < box.y + box.height &&
    Math.max(wire.fromY, wire.toY) + SLACK > box.y
  );
}
