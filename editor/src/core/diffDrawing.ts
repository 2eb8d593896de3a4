// Two versions of a flow as one drawing: the later one, with what was removed still in it, and everything marked.
import { type ChangeKind, type ItemChange, kindsOf } from "./diff";
import type { FlowDocument, FlowNode, Wire } from "./document";

export interface DiffDrawing {
  document: FlowDocument;
  nodes: ReadonlyMap<string, ChangeKind>;
  wires: ReadonlyMap<string, ChangeKind>;
}

export function diffDrawing(after: FlowDocument, changes: readonly ItemChange[]): DiffDrawing {
  const gone = (part: "nodes" | "wires") =>
    changes.filter((item) => item.part === part && item.kind === "removed").map((item) => item.before);
  const document = {
    ...after,
    nodes: [...after.nodes, ...(gone("nodes") as unknown as FlowNode[])],
    wires: [...after.wires, ...(gone("wires") as unknown as Wire[])],
    groups: unfolded(after.groups),
  };
  return { document, nodes: kindsOf(changes, "nodes"), wires: kindsOf(changes, "wires") };
}

/** A folded group would hide what changed in it. */
function unfolded(groups: FlowDocument["groups"]): FlowDocument["groups"] {
  return groups?.map((group) =>
    typeof group === "object" && group !== null ? { ...group, collapsed: false } : group,
  );
}
