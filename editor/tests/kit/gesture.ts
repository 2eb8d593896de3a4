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

/**
 * Undoes everything and does it again, twice; each time the document is the same, byte for byte. Gives it back. `step`
 * lets what shows the document follow.
 */
export function thereAndBack(
  store: EditorStore,
  before: string,
  step = (go: () => void) => go(),
): FlowDocument {
  const { document: after, history, undo, redo } = store.getState();
  const text = JSON.stringify(after);
  const steps = history.past.length;
  const go = (way: () => void) => {
    for (let count = 0; count < steps; count += 1) step(way);
    return JSON.stringify(store.getState().document);
  };
  for (const time of ["once", "twice"]) {
    expect(go(undo), `gone back ${time}`).toBe(before);
    expect(go(redo), `come again ${time}`).toBe(text);
  }
  return after;
}
