// The undo history. Documents are immutable and share what did not change, so an entry is two references, and
// going back restores exactly the document that was there.
import type { FlowDocument } from "./document";

/** The published version that a drawing goes on from. */
export interface Base {
  saved: FlowDocument;
  version: number;
}

export interface Step {
  label: string;
  before: FlowDocument;
  after: FlowDocument;
  /** Of a merge: what was gone on from before and after. */
  bases?: { before: Base; after: Base };
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

export interface Travel {
  history: History;
  document: FlowDocument;
  label: string;
  /** What the drawing goes on from now, if that changed with the step: from one to the other. */
  bases?: { from: Base; to: Base };
}

export function undo(history: History): Travel | undefined {
  const step = history.past.at(-1);
  if (!step) return undefined;
  const next = { past: history.past.slice(0, -1), future: [step, ...history.future] };
  const bases = step.bases && { from: step.bases.after, to: step.bases.before };
  return { history: next, document: step.before, label: step.label, bases };
}

export function redo(history: History): Travel | undefined {
  const [step, ...future] = history.future;
  if (!step) return undefined;
  const next = { past: [...history.past, { ...step, mergeKey: undefined }], future };
  const bases = step.bases && { from: step.bases.before, to: step.bases.after };
  return { history: next, document: step.after, label: step.label, bases };
}
