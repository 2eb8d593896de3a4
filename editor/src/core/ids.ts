// Short ids that are unique inside a document and readable in it: "foreach2", "w7".
import type { FlowDocument } from "./document";

/** A node id from the last word of its type: "copy", then "copy2". */
export function newNodeId(type: string, taken: ReadonlySet<string>): string {
  const base = (type.split(".").pop() ?? "node").replace(/[^A-Za-z0-9_-]/g, "_").slice(0, 48) || "node";
  return firstFree(base, taken, 1);
}

export function newWireId(taken: ReadonlySet<string>): string {
  for (let number = taken.size + 1; ; number += 1) {
    if (!taken.has(`w${number}`)) return `w${number}`;
  }
}

/** The id itself when free, else with a number behind it. */
export function firstFree(base: string, taken: ReadonlySet<string>, from = 1): string {
  if (!taken.has(base)) return base;
  for (let number = from + 1; ; number += 1) {
    if (!taken.has(`${base}${number}`)) return `${base}${number}`;
  }
}

export function nodeIds(document: FlowDocument): Set<string> {
  return new Set(document.nodes.map((node) => node.id));
}

export function wireIds(document: FlowDocument): Set<string> {
  return new Set(document.wires.map((wire) => wire.id));
}
