// Going to a place that was found: its node is shown, its field gets into view. The focus stays where it is.
import type { Found } from "../../../core/find";
import { showNode } from "../edit";
import { whenThere } from "../focus";
import type { Session } from "../session";

export function showPlace(session: Session, { place, field, text }: Found): void {
  if (place.kind === "wire") {
    session.store.getState().select({ wires: new Set([place.wire]) });
  } else if (place.kind !== "note") {
    showNode(session, place.node, place.kind === "notes" ? "settings" : "parameters");
    if (place.kind === "config") showField(place.path[0]);
    if (place.kind === "target" || place.kind === "credential") showField(`node-${place.kind}`);
  }
  const { at, found } = session.finder.current?.getState() ?? { at: 0, found: [] };
  session.store.getState().announce(`${at + 1} of ${found.length}: ${field}, ${text.slice(0, 80)}`);
}

function showField(name: string | number | undefined): void {
  const selector = `[data-testid="field-${CSS.escape(String(name))}"]`;
  whenThere(selector, (element) => element.scrollIntoView({ block: "nearest" }), 20);
}
