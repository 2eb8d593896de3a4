// The one store of an open flow: the document, its history, what is selected. Everything that changes the document
// goes through `apply`.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { FlowDocument } from "./document";
import { emptyHistory, type History, record, redo, undo } from "./history";
import { applyOperation, describe, mergeKey, type Operation } from "./operations";

export interface Selection {
  nodes: ReadonlySet<string>;
  wires: ReadonlySet<string>;
}

export const nothingSelected: Selection = { nodes: new Set(), wires: new Set() };

export interface EditorState {
  document: FlowDocument;
  saved: FlowDocument;
  version: number;
  history: History;
  selection: Selection;
  /** A sentence for the live region: what the last action did. */
  announcement: string;
  apply: (operation: Operation) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: Partial<Selection>) => void;
  markSaved: (document: FlowDocument, version: number) => void;
  /** Takes a document from the server in place of this one; undo brings this one back. */
  replace: (document: FlowDocument, version: number, label: string) => void;
  announce: (text: string) => void;
}

export type EditorStore = StoreApi<EditorState>;

export function createEditorStore(document: FlowDocument, version: number, now = Date.now): EditorStore {
  return createStore<EditorState>()((set, get) => ({
    document,
    saved: document,
    version,
    history: emptyHistory,
    selection: nothingSelected,
    announcement: "",
    apply: (operation) => set(applied(get(), operation, now())),
    undo: () => set(wentTo(undo(get().history), get(), "Undone")),
    redo: () => set(wentTo(redo(get().history), get(), "Redone")),
    select: (selection) => set({ selection: { ...nothingSelected, ...selection } }),
    markSaved: (saved, next) => set({ saved, version: next }),
    replace: (next, nextVersion, label) =>
      set((state) => ({
        document: next,
        saved: next,
        version: nextVersion,
        history: record(state.history, { label, before: state.document, after: next, at: now() }),
        selection: stillThere(state.selection, next),
      })),
    announce: (announcement) => set({ announcement }),
  }));
}

function applied(state: EditorState, operation: Operation, at: number): Partial<EditorState> {
  const after = applyOperation(state.document, operation);
  if (after === state.document) return {};
  const label = describe(operation);
  const step = { label, before: state.document, after, mergeKey: mergeKey(operation), at };
  return {
    document: after,
    history: record(state.history, step),
    selection: stillThere(state.selection, after),
    announcement: `${label.charAt(0).toUpperCase()}${label.slice(1)}: done.`,
  };
}

function wentTo(result: ReturnType<typeof undo>, state: EditorState, verb: string): Partial<EditorState> {
  if (!result) return {};
  return {
    document: result.document,
    history: result.history,
    selection: stillThere(state.selection, result.document),
    announcement: `${verb}: ${result.label}.`,
  };
}

function stillThere(selection: Selection, document: FlowDocument): Selection {
  const nodes = new Set(document.nodes.map((node) => node.id));
  const wires = new Set(document.wires.map((wire) => wire.id));
  const keptNodes = [...selection.nodes].filter((id) => nodes.has(id));
  const keptWires = [...selection.wires].filter((id) => wires.has(id));
  if (keptNodes.length === selection.nodes.size && keptWires.length === selection.wires.size)
    return selection;
  return { nodes: new Set(keptNodes), wires: new Set(keptWires) };
}

export const isDirty = (state: EditorState): boolean => state.document !== state.saved;
export const canUndo = (state: EditorState): boolean => state.history.past.length > 0;
export const canRedo = (state: EditorState): boolean => state.history.future.length > 0;

/** The id of the selected node when exactly one is selected. */
export function selectedNode(state: EditorState): string | undefined {
  return state.selection.nodes.size === 1 ? [...state.selection.nodes][0] : undefined;
}
