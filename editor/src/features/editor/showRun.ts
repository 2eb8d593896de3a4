// Laying a run over the drawing.
import { asksOf } from "../../core/approvals";
import type { Session } from "./session";

export function showRun(session: Session, runId: string): void {
  session.overlay.open(runId, undefined, asksOf(session.store.getState().document, session.catalog));
  session.view.setState({ runId, rehearsal: null, drawer: "run", inspector: "output" });
  session.store.getState().announce("The run has started.");
  requestAnimationFrame(() => requestAnimationFrame(() => session.canvas.current?.showStart()));
}
