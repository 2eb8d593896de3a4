// Pinning outputs, so that runs from the editor use them.
import { refuse } from "./edit";
import type { Session } from "./session";

/** Pins the newest output of a node, or takes the pin off. */
export function togglePin(session: Session, node: string): void {
  const { bench, overlay } = session;
  if (node in bench.getState().pins) {
    bench.unpin(node);
    session.store.getState().announce("The output is no longer pinned.");
    return;
  }
  const steps = [...(overlay.getState().overlay?.steps.values() ?? [])];
  const last = steps.findLast((step) => step.node === node && step.output !== undefined && !step.truncated);
  if (last?.output === undefined) {
    refuse(session, "There is no output to pin. Run the flow first, or pin a value by hand under Output.");
    return;
  }
  bench.pin(node, last.output);
  session.store.getState().announce("The output is pinned for runs from the editor.");
}
