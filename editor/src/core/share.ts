// A document that came from elsewhere, made of the same parts as the one it is compared with wherever they are equal:
// then comparing both costs next to nothing, and what is not different is not drawn again.
import type { FlowDocument } from "./document";

/** The document with the other's parts; the other itself when it is the same text. */
export function sharing(document: FlowDocument, other: FlowDocument): FlowDocument {
  if (JSON.stringify(document) === JSON.stringify(other)) return other;
  return {
    ...document,
    nodes: shared(document.nodes, other.nodes),
    wires: shared(document.wires, other.wires),
  };
}

function shared<T extends { id: string }>(items: readonly T[], others: readonly T[]): T[] {
  const byId = new Map(others.map((item) => [item.id, item]));
  return items.map((item) => {
    const other = byId.get(item.id);
    return other && JSON.stringify(other) === JSON.stringify(item) ? other : item;
  });
}
