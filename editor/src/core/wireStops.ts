// Going through the wires of a node by keyboard: out of it to the right, into it to the left.
import type { Catalog } from "./descriptor";
import { type FlowDocument, nodeTitle, sourcePortOf, type Wire, wireKind } from "./document";
import { boxOf } from "./geometry";

export type Side = "in" | "out";

interface Chosen {
  nodes: ReadonlySet<string>;
  wires: ReadonlySet<string>;
}

/** The first wire on that side of the chosen node; from a chosen wire, the next one there, around at the end. */
export function nextWire(document: FlowDocument, chosen: Chosen, side: Side): Wire | undefined {
  const end = side === "in" ? "target" : "source";
  const current = theWire(document, chosen);
  const node = current ? current[end] : [...chosen.nodes][0];
  const wires = document.wires.filter((wire) => wire[end] === node);
  const at = wires.findIndex((wire) => wire.id === current?.id);
  return wires[(at + 1) % wires.length];
}

/** The one wire that is chosen. */
export function theWire(document: FlowDocument, { wires }: Chosen): Wire | undefined {
  return wires.size === 1 ? document.wires.find((wire) => wires.has(wire.id)) : undefined;
}

/** Where arrow keys set out from: a node, or the end of a wire. */
export function startOf(document: FlowDocument, chosen: Chosen): string | undefined {
  return [...chosen.nodes][0] ?? theWire(document, chosen)?.source;
}

/** The end of a wire that is further from a point: where to go from there. */
export function furtherEnd(
  { nodes }: FlowDocument,
  catalog: Catalog,
  { source, target }: Wire,
  from: { x: number; y: number },
): string {
  const distance = (id: string) => {
    const node = nodes.find((item) => item.id === id);
    if (!node) return 0;
    const { x, y, width, height } = boxOf(node, catalog);
    return Math.hypot(x + width / 2 - from.x, y + height / 2 - from.y);
  };
  return distance(source) > distance(target) ? source : target;
}

export function titleOf(document: FlowDocument, catalog: Catalog, id: string): string {
  const node = document.nodes.find((item) => item.id === id);
  return node ? nodeTitle(node, catalog.get(node.type)?.name ?? node.type) : id;
}

/** One sentence for those who hear the canvas. */
export function sayWire(document: FlowDocument, catalog: Catalog, wire: Wire): string {
  const port = sourcePortOf(wire);
  const way = port === "output" ? "" : `, ${port}`;
  const [source, target] = [wire.source, wire.target].map((id) => titleOf(document, catalog, id));
  return `${wireName(wire)} (${wireKind(wire)}${way}) from ${source} to ${target}`;
}

export function wireName({ link }: Wire): string {
  return link ? `Link “${link}”` : "Wire";
}
