// What a person does in the list of steps, as operations on the drawing.
import type { Descriptor } from "../../../core/descriptor";
import { type FlowNode, nodeTitle } from "../../../core/document";
import type { Operation } from "../../../core/operations";
import { chainOf, movedStep, withoutStep, withStep } from "../../../core/steps";
import { newNode, refuse } from "../edit";
import { focusOn } from "../focus";
import { noteType } from "../recent";
import type { Session } from "../session";

export const stepId = (node: string) => `step-${node}`;

function stepsOf(session: Session): readonly FlowNode[] {
  const chain = chainOf(session.store.getState().document, session.catalog);
  return chain.ok ? chain.steps : [];
}

function adding(session: Session, node: FlowNode, after: string | undefined): Operation | undefined {
  const { document } = session.store.getState();
  return withStep(stepsOf(session), document, session.catalog, node, after);
}

function fitsAsStep(session: Session, type: Descriptor, after: string | undefined): boolean {
  return adding(session, newNode(session, type, { x: 0, y: 0 }), after) !== undefined;
}

/** Opens the search for a node behind a step, or for the first. */
export function openAdd(session: Session, at: Element, after: string | undefined): void {
  const box = at.getBoundingClientRect();
  session.view.setState({
    quickAdd: {
      at: { x: box.left, y: box.bottom + 4 },
      place: { x: 0, y: 0 },
      step: {
        fits: (type) => fitsAsStep(session, type, after),
        add: (type) => addStep(session, type, after),
      },
    },
  });
}

function addStep(session: Session, type: Descriptor, after: string | undefined): void {
  const node = newNode(session, type, { x: 80, y: 200 });
  const operation = adding(session, node, after);
  if (!operation) {
    refuse(session, `“${type.name}” cannot stand here. Choose another place or node.`);
    return;
  }
  session.store.getState().apply(operation);
  noteType(type.type);
  showStep(session, node.id);
}

export function removeStep(session: Session, id: string): void {
  const steps = stepsOf(session);
  const at = steps.findIndex((step) => step.id === id);
  const { document, apply } = session.store.getState();
  apply(withoutStep(steps, document, session.catalog, id));
  const next = steps[at + 1] ?? steps[at - 1];
  if (next) showStep(session, next.id);
}

export function moveStep(session: Session, id: string, to: number): void {
  const { document, apply, announce } = session.store.getState();
  const steps = stepsOf(session);
  const operation = movedStep(steps, document, session.catalog, id, to);
  const step = steps.find((item) => item.id === id);
  if (!operation || !step) {
    refuse(session, "The step cannot stand there: one of its neighbours has no way in or no way on.");
    return;
  }
  apply(operation);
  announce(`“${titleOf(session, step)}” is step ${to + 1} of ${steps.length} now.`);
  showStep(session, id);
}

export function titleOf(session: Session, step: FlowNode): string {
  return nodeTitle(step, session.catalog.get(step.type)?.name ?? step.type);
}

/** Selects the step, and puts the focus on it. */
export function showStep(session: Session, id: string): void {
  session.store.getState().select({ nodes: new Set([id]) });
  focusOn(`#${CSS.escape(stepId(id))}`);
}
