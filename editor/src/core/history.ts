// The undo history. Documents are immutable and share what did not change, so an entry is two references, and
// going back restores exactly the document that was there.
import type { FlowDocument } from "./document";

export interface Step {
  label: string;
  before: FlowDocument;
  after: FlowDocument;
  mergeKey?: string;
  at: number;
}

export interface History {
  past: readonly Step[];
  future: readonly Step[];
}

export const emptyHistory: History = { past: [], future: [] };

/** Edits of the same field closer together than this are one step. */
const MERGE_WINDOW_MS = 1500;

export function record(history: History, step: Step): History {
  const last = history.past.at(-1);
  if (last && mergesWith(last, step)) {
    const merged: Step = { ...step, before: last.before };
    return { past: [...history.past.slice(0, -1), merged], future: [] };
  }
  return { past: [...history.past, step], future: [] };
}

function mergesWith(last: Step, step: Step): boolean {
  return (
    step.mergeKey !== undefined && last.mergeKey === step.mergeKey && step.at - last.at < MERGE_WINDOW_MS
  );
}

export function undo(
  history: History,
): { history: History; document: FlowDocument; label: string } | undefined {
  const step = history.past.at(-1);
  if (!step) return undefined;
  const next = { past: history.past.slice(0, -1), future: [step, ...history.future] };
  return { history: next, document: step.before, label: step.label };
}

export function redo(
  history: History,
): { history: History; document: FlowDocument; label: string } | undefined {
  const [step, ...future] = history.future;
  if (!step) return undefined;
  const done = { ...step, mergeKey: undefined };
  return { history: { past: [...history.past, done], future }, document: step.after, label: step.label };
}
