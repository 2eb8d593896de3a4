// Takes one node as it was in an older document into this one, with the wires it had to nodes that are there.
import type { FlowDocument } from "./document";
import { newWireId, wireIds } from "./ids";

/** The document with the node as it was; the same document where the older one has no such node. */
export function restoreNode(document: FlowDocument, older: FlowDocument, id: string): FlowDocument {
  const was = older.nodes.find((node) => node.id === id);
  if (!was) return document;
  if (document.nodes.some((node) => node.id === id)) {
    return { ...document, nodes: document.nodes.map((node) => (node.id === id ? was : node)) };
  }
  const there = new Set([...document.nodes.map((node) => node.id), id]);
  const lost = older.wires.filter(
    (wire) => (wire.source === id || wire.target === id) && there.has(wire.source) && there.has(wire.target),
  );
  const taken = wireIds(document);
  const wires = lost.map((wire) => {
    const free = taken.has(wire.id) ? newWireId(taken) : wire.id;
    taken.add(free);
    return { ...wire, id: free };
  });
  return { ...document, nodes: [...document.nodes, was], wires: [...document.wires, ...wires] };
}
