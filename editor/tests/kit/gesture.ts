// The one way to test a change of a document: do it, then undo to the very same text, then redo to the very same text.
import { expect } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { createEditorStore, type EditorState, type EditorStore } from "../../src/core/editorStore";
import { sampleDocument } from "./catalog";

export function gesture(act: (state: () => EditorState) => void, document = sampleDocument()): FlowDocument {
  let clock = 0;
  const store = createEditorStore(document, 1, () => {
    clock += 10_000;
    return clock;
  });
  const before = JSON.stringify(document);
  act(store.getState);
  return thereAndBack(store, before);
}

/** Undoes everything and does it again; each time the document is the same, byte for byte. Gives it back. */
export function thereAndBack(store: EditorStore, before: string): FlowDocument {
  const { document: after, history } = store.getState();
  const text = JSON.stringify(after);
  const steps = history.past.length;
  for (let step = 0; step < steps; step += 1) store.getState().undo();
  expect(JSON.stringify(store.getState().document)).toBe(before);
  for (let step = 0; step < steps; step += 1) store.getState().redo();
  expect(JSON.stringify(store.getState().document)).toBe(text);
  return after;
}
