// A template or a flow from outside becomes part of the open flow.
import type { FlowDocument } from "../../core/document";
import { clearPlace, insertionOf } from "../../core/templateParts";
import type { Session } from "./session";

/** Puts another flow, or a part of one, into this one as one step: where it was dropped, else near the middle of the view. */
export function insertFlow(session: Session, flow: FlowDocument, at?: { x: number; y: number }): void {
  const { document, apply, select } = session.store.getState();
  const middle = session.canvas.current?.center() ?? { x: 0, y: 0 };
  const { operation, nodes } = insertionOf(
    document,
    session.catalog,
    flow,
    at ?? clearPlace(document, flow, middle),
  );
  apply(operation);
  select({ nodes: new Set(nodes) });
  if (at) return;
  const show = () => session.canvas.current?.fitNodes(new Set(nodes));
  requestAnimationFrame(() => requestAnimationFrame(show));
}
