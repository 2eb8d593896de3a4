// Leads from a problem to the field it is about.
import { isOfPlace, isParameter } from "../../core/nodeFields";
import type { Problem } from "../../core/problems";
import { showNode } from "./edit";
import type { Session } from "./session";

/** Shows the node, opens the tab that holds the field, and puts the cursor into it. */
export function goToProblem(session: Session, problem: Problem): void {
  if (problem.wire && !problem.node) {
    session.store.getState().select({ wires: new Set([problem.wire]) });
    return;
  }
  if (!problem.node) {
    session.store.getState().select({});
    focusField(fieldsAround(problem.field ?? ""));
    return;
  }
  showNode(session, problem.node, isParameter(problem) ? "parameters" : "settings");
  const { field = "" } = problem;
  focusField(fieldsAround(isOfPlace(field) ? `node-${field}` : field.replace(/^config\/?/, "")));
}

/** The names of the fields that hold this place, the innermost first. */
function fieldsAround(place: string): string[] {
  const steps = place.split("/").filter(Boolean);
  return steps.map((_, index) => steps.slice(0, steps.length - index).join("-"));
}

const PATIENCE_FRAMES = 120;
/** By then a field that is not there has no place of its own, and the one around it is taken. */
const OWN_FRAMES = 30;

/**
 * Of these fields, the innermost that is on the page. It may come a moment later: its tab has to open, and its editor
 * may have to be loaded first.
 */
function focusField(names: readonly string[], frames = 0): void {
  if (names.length === 0) return;
  requestAnimationFrame(() => {
    const wanted = frames < OWN_FRAMES ? names.slice(0, 1) : names;
    const field = wanted.map(find).find((element) => element !== null);
    if (!field && frames < PATIENCE_FRAMES) return focusField(names, frames + 1);
    field?.scrollIntoView({ block: "center" });
    field?.focus();
  });
}

const FOCUSABLE = "input:not([type='radio']), textarea, button, [contenteditable='true'], [tabindex='0']";

function find(name: string): HTMLElement | null {
  const id = CSS.escape(name);
  const own = document.querySelector<HTMLElement>(`[data-testid="field-${id}"]`);
  if (own) return own.matches(FOCUSABLE) ? own : own.querySelector<HTMLElement>(FOCUSABLE);
  const around = document.querySelector<HTMLElement>(`[data-testid="field-${id}-condition"]`);
  return around?.querySelector<HTMLElement>(FOCUSABLE) ?? null;
}
