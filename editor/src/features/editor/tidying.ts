// Tidy: nodes travel to their new places before the eyes, then that is one step.
import { tidyPlaces } from "../../ui/canvas/layoutEngine";
import type { Session } from "./session";

/** These nodes, or all. Nothing happens when the drawing changes meanwhile. */
export async function tidyNodes(session: Session, chosen?: ReadonlySet<string>): Promise<void> {
  const { document, announce } = session.store.getState();
  if (document.nodes.length === 0) return;
  announce("Tidying.");
  const positions = await tidyPlaces(document, session.catalog, chosen);
  if (session.store.getState().document !== document) {
    session.store.getState().announce("The drawing changed meanwhile, so nothing was moved. Tidy again.");
    return;
  }
  const places = new Map(positions.map(({ id, x, y }) => [id, { x, y }]));
  await session.canvas.current?.preview(places);
  session.store.getState().apply({ kind: "moveNodes", positions, label: "tidy" });
  if (!chosen) requestAnimationFrame(() => session.canvas.current?.showStart());
}
