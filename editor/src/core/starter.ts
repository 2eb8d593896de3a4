// What a new flow begins with: the node that starts it, when the server has such a type.
import type { Catalog } from "./descriptor";
import { blankDocument, type FlowDocument } from "./document";
import { newNodeId } from "./ids";
import { isPlainStart } from "./starts";

export function startingDocument(name: string, catalog: Catalog): FlowDocument {
  const document = blankDocument(name);
  const starters = catalog.items.filter(({ ports }) => ports.inputs.length === 0 && ports.outputs.length > 0);
  const starter = starters.find(isPlainStart) ?? starters[0];
  if (!starter) return document;
  const id = newNodeId(starter.type, new Set());
  return { ...document, nodes: [{ id, type: starter.type, x: 80, y: 200, config: { ...starter.defaults } }] };
}
