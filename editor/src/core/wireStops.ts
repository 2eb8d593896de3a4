// Going through the wires of a node by keyboard: out of it to the right, into it to the left.
import type { Catalog } from "./descriptor";
import { type FlowDocument, nodeTitle, sourcePortOf, type Wire, wireKind } from "./document";

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
function theWire(document: FlowDocument, { wires }: Chosen): Wire | undefined {
  return wires.size === 1 ? document.wires.find((wire) => wires.has(wire.id)) : undefined;
}

/** Where arrow keys set out from: a node, or the end of a wire. */
export function startOf(document: FlowDocument, chosen: Chosen): string | undefined {
  return [...chosen.nodes][0] ?? theWire(document, chosen)?.source;
}

/** One sentence for those who hear the canvas. */
export function sayWire(document: FlowDocument, catalog: Catalog, wire: Wire): string {
  const title = (id: string) => {
    const node = document.nodes.find((item) => item.id === id);
    return node ? nodeTitle(node, catalog.get(node.type)?.name ?? node.type) : id;
  };
  const port = sourcePortOf(wire);
  const way = port === "output" ? "" : `, ${port}`;
  return `Wire (${wireKind(wire)}${way}) from ${title(wire.source)} to ${title(wire.target)}`;
}
