// Renaming a node.
import { renamed } from "../../core/references";
import type { Session } from "./session";

/** Gives the node another name; every expression that names it follows, in the same step. */
export function renameNode(session: Session, id: string, name: string): void {
  const { document, apply } = session.store.getState();
  const after = renamed(document, session.catalog, id, name);
  apply({ kind: "replace", document: after, label: "rename node", mergeKey: `name:${id}` });
}
