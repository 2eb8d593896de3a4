// A flow as boxes and curves, small enough for a list: no ports, no text, only where things are.
import type { Catalog } from "./descriptor";
import { type FlowDocument, type WireKind, wireKind } from "./document";
import { type Box, boundsOf, boxOf } from "./geometry";

export interface Thumbnail {
  bounds: Box;
  boxes: (Box & { id: string; category: string; isDisabled: boolean; isDot: boolean; isNotched: boolean })[];
  lines: { id: string; path: string; kind: WireKind }[];
}

/** More than this many nodes are a blur at this size; the rest is left out. */
const MOST = 400;
/** Wires bend a little beyond the boxes. */
const MARGIN = 48;

export function thumbnailOf(document: FlowDocument, catalog: Catalog | undefined): Thumbnail | undefined {
  const boxes = document.nodes.slice(0, MOST).map((node) => {
    const descriptor = catalog?.get(node.type);
    return {
      id: node.id,
      ...boxOf(node, catalog),
      category: descriptor?.category ?? "code",
      isDisabled: node.disabled === true,
      isDot: descriptor?.shape === "junction",
      isNotched: descriptor?.shape === "approval",
    };
  });
  const bounds = boundsOf(boxes, MARGIN);
  if (!bounds) return undefined;
  const byId = new Map(boxes.map((box) => [box.id, box]));
  const lines = document.wires.flatMap((wire) => {
    const source = byId.get(wire.source);
    const target = byId.get(wire.target);
    return source && target && !wire.link
      ? [{ id: wire.id, path: curve(source, target), kind: wireKind(wire) }]
      : [];
  });
  return { bounds, boxes, lines };
}

function curve(source: Box, target: Box): string {
  const [x1, y1] = [source.x + source.width, source.y + source.height / 2];
  const [x2, y2] = [target.x, target.y + target.height / 2];
  const bend = Math.max(40, Math.abs(x2 - x1) / 2);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}
