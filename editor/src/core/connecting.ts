// Drawing a wire by keys: the ports it may leave from, and where it may lead.
import { type Catalog, type Port, portsOf } from "./descriptor";
import { type FlowDocument, type FlowNode, nodeTitle } from "./document";
import { fuzzyScore } from "./fuzzy";
import { type Direction, nextPlace } from "./navigate";
import { stopsOf } from "./stops";
import { type PortRef, portKey, validEnds } from "./wiring";

export interface End {
  key: string;
  label: string;
  ref: PortRef;
}

export function startsOf(document: FlowDocument, catalog: Catalog, id: string): End[] {
  const node = document.nodes.find((item) => item.id === id);
  if (!node) return [];
  return portsIn(catalog, node, "outputs").map((port) => ({
    key: portKey(id, port.id),
    label: port.label || port.id,
    ref: { node: id, port: port.id, side: "output" },
  }));
}

/** The inputs that a wire from there may end at, the nearest first. A port is named where its node has several. */
export function targetsOf(document: FlowDocument, catalog: Catalog, from: PortRef): End[] {
  const valid = validEnds(document, catalog, from);
  const start = document.nodes.find((node) => node.id === from.node);
  const distance = (node: FlowNode) => Math.hypot(node.x - (start?.x ?? 0), node.y - (start?.y ?? 0));
  return [...document.nodes]
    .sort((a, b) => distance(a) - distance(b))
    .flatMap((node) => {
      const inputs = portsIn(catalog, node, "inputs");
      const title = nodeTitle(node, catalog.get(node.type)?.name ?? node.type);
      return inputs
        .filter((port) => valid.has(portKey(node.id, port.id)))
        .map((port) => ({
          key: portKey(node.id, port.id),
          label: inputs.length > 1 ? `${title} · ${port.label || port.id}` : title,
          ref: { node: node.id, port: port.id, side: "input" as const },
        }));
    });
}

/** The ends that fit what was typed, the best first; all of them when nothing was. */
export function endsNamed(ends: readonly End[], typed: string): End[] {
  if (typed.trim() === "") return [...ends];
  return ends
    .map((end) => ({ end, score: fuzzyScore(typed, end.label) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ end }) => end);
}

/** The end that lies in that direction of another, on the canvas. */
export function endBeside(
  document: FlowDocument,
  catalog: Catalog,
  ends: readonly End[],
  from: End,
  way: Direction,
): End | undefined {
  const wanted = new Set(ends.map((end) => end.ref.node));
  const boxes = new Map(
    stopsOf(document, catalog).flatMap(({ id, box }) => (wanted.has(id) ? [[id, box] as const] : [])),
  );
  const next = nextPlace([], boxes, from.ref.node, way);
  return ends.find((end) => end.ref.node === next);
}

function portsIn(catalog: Catalog, node: FlowNode, side: "inputs" | "outputs"): Port[] {
  const descriptor = catalog.get(node.type);
  return descriptor ? portsOf(descriptor, node.config)[side] : [];
}
