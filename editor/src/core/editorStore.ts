// The one store of an open flow: the document, its history, what is selected. Everything that changes the document
// goes through `apply`.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { FlowDocument } from "./document";
import { type Base, emptyHistory, type History, record, redo, type Travel, undo } from "./history";
import { applyOperation, describe, mergeKey, type Operation } from "./operations";

export interface Selection {
  nodes: ReadonlySet<string>;
  wires: ReadonlySet<string>;
}

export const nothingSelected: Selection = { nodes: new Set(), wires: new Set() };

export interface EditorState extends Base {
  document: FlowDocument;
  history: History;
  selection: Selection;
  /** A sentence for the live region: what the last action did. */
  announcement: string;
  apply: (operation: Operation) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: Partial<Selection>) => void;
  markSaved: (document: FlowDocument, version: number) => void;
  /** Goes on from another published version with this document, as one step: a merge, or the version itself. */
  rebase: (document: FlowDocument, base: Base, label: string) => void;
  announce: (text: string) => void;
}

export type EditorStore = StoreApi<EditorState>;

/** `draft` is what was drawn on top of the document and not published yet. */
export function createEditorStore(
  document: FlowDocument,
  version: number,
  now = Date.now,
  draft = document,
): EditorStore {
  return createStore<EditorState>()((set, get) => ({
    document: draft,
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
    rebase: (next, base, label) => set(rebased(get(), next, base, { label, at: now() })),
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

function rebased(
  state: EditorState,
  document: FlowDocument,
  base: Base,
  { label, at }: { label: string; at: number },
): Partial<EditorState> {
  const bases = { before: { saved: state.saved, version: state.version }, after: base };
  return {
    ...base,
    document,
    history: record(state.history, { label, before: state.document, after: document, bases, at }),
    selection: stillThere(state.selection, document),
    announcement: `${label.charAt(0).toUpperCase()}${label.slice(1)}: done.`,
  };
}

function wentTo(result: Travel | undefined, state: EditorState, verb: string): Partial<EditorState> {
  if (!result) return {};
  const { document, history, label, bases } = result;
  // What was published since then stays what is gone on from.
  const isStillBase = bases?.from.saved === state.saved;
  return {
    ...(bases && isStillBase ? bases.to : {}),
    document,
    history,
    selection: stillThere(state.selection, document),
    announcement: `${verb}: ${label}.`,
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

/** There may be something to publish; whether there is tells a comparison. */
export const isDirty = (state: EditorState): boolean => state.document !== state.saved;
export const canUndo = (state: EditorState): boolean => state.history.past.length > 0;
export const canRedo = (state: EditorState): boolean => state.history.future.length > 0;

/** The id of the selected node when exactly one is selected. */
export function selectedNode(state: EditorState): string | undefined {
  return state.selection.nodes.size === 1 ? [...state.selection.nodes][0] : undefined;
}
