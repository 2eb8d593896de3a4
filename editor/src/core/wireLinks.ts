// Wires that are drawn as links, a named tab at each end, in place of a line. To the engine they are wires as any other.
import type { Catalog } from "./descriptor";
import type { FlowDocument, Wire } from "./document";
import type { BasicOperation, Operation } from "./operations";
import { titleOf } from "./wireStops";

export const MOST_LINK_NAME = 64;

/** What a link is called at first: what it leads to. */
export function linkName(document: FlowDocument, catalog: Catalog, wire: Wire): string {
  return shortened(titleOf(document, catalog, wire.target));
}

/** As much of a text as the name of a link may have. */
export function shortened(text: string): string {
  return [...text.trim()].slice(0, MOST_LINK_NAME).join("").trim();
}

/** Hides the lines of these wires; nothing where all of them are links. */
export function asLinks(
  document: FlowDocument,
  catalog: Catalog,
  wires: ReadonlySet<string>,
): Operation | undefined {
  const lines = document.wires.filter((wire) => wires.has(wire.id) && !wire.link);
  const name = (wire: Wire) => linkName(document, catalog, wire);
  return changed(lines, name, lines.length === 1 ? "turn wire into a link" : "turn wires into links");
}

/** Draws their lines again; nothing where none of them is a link. */
export function asLines(document: FlowDocument, wires: ReadonlySet<string>): Operation | undefined {
  const links = document.wires.filter((wire) => wires.has(wire.id) && wire.link);
  return changed(links, () => "", links.length === 1 ? "draw the line again" : "draw the lines again");
}

function changed(wires: readonly Wire[], link: (wire: Wire) => string, label: string): Operation | undefined {
  const operations = wires.map(
    (wire): BasicOperation => ({ kind: "setWire", wire: wire.id, fields: { link: link(wire) } }),
  );
  return operations.length > 0 ? { kind: "batch", operations, label } : undefined;
}
