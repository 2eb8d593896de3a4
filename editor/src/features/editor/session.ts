// One open flow: its document store, its run overlay, and what of the page is open. Shared by all parts of the editor.
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { FlowDetail } from "../../api/flows/types";
import { type Bench, benchKey, createBench } from "../../core/bench";
import type { Catalog, Descriptor } from "../../core/descriptor";
import type { FlowDocument } from "../../core/document";
import { DraftKeeper } from "../../core/draftKeeper";
import { createEditorStore, type EditorState, type EditorStore } from "../../core/editorStore";
import type { Incoming } from "../../core/incoming";
import { copyKey } from "../../core/localDraft";
import type { Moved } from "../../core/merge";
import { createOverlayStore, type OverlayStore } from "../../core/overlayStore";
import type { Problem, Region } from "../../core/problems";
import type { Rehearsal } from "../../core/rehearsal";
import type { PortRef } from "../../core/wiring";
import type { CanvasView } from "../../ui/canvas/useCanvasView";
import { readLater } from "../../ui/lazily";
import type { OpenDraft } from "./drafts/useOpening";
import type { Finder } from "./find/finder";
import { createSamples, type Samples } from "./sample/samples";
import { createTrail, type Trail } from "./trail";

export type InspectorTab = "parameters" | "input" | "output" | "settings" | "docs" | "history";
export type DrawerTab = "problems" | "run";
export type Dialog =
  | "run"
  | "dry-run"
  | "keys"
  | "publish"
  | "merge"
  | "connect"
  | "keymap"
  | "commands"
  | "flows"
  | "extract"
  | "export"
  | "template-flow"
  | "template-selection"
  | "close"
  | null;
/** What stands in the place of the list of nodes. */
export type Side = "outline" | "find" | "usages" | null;

export interface QuickAddRequest {
  /** Where the list opens, in window coordinates. */
  at: { x: number; y: number };
  /** Where the node goes, on the canvas. */
  place: { x: number; y: number };
  from?: PortRef;
  /** The wire that the node goes into. */
  wire?: string;
  /** In the list of steps: which nodes fit there, and how one comes there. */
  step?: { fits: (type: Descriptor) => boolean; add: (type: Descriptor) => void };
}

/** A run of a part: nothing before `from` is done again, and it is held before `to`. */
export interface RunPlan {
  from?: string;
  to?: string;
}

/** How the flow is shown: drawn, as a list of steps, or as text. */
export type Look = "canvas" | "list" | "json";

/** Text of the flow that is not applied yet, and the flow it was written from. */
export interface JsonDraft {
  text: string;
  of: FlowDocument;
}

/** What somebody published while one drew. */
export interface Theirs extends FlowDetail {
  /** What both moved, once that is known. */
  moved?: readonly Moved[];
}

/** A template on its way into the flow; in the middle of the view where no place is said. */
export interface Inserting {
  template: string;
  at?: { x: number; y: number };
}

/** A flow that was brought from outside, and where it was dropped. */
export interface Arrival {
  what: Exclude<Incoming, { kind: "clip" }>;
  at?: { x: number; y: number };
}

export interface ViewState {
  dialog: Dialog;
  drawer: DrawerTab | null;
  inspector: InspectorTab;
  quickAdd: QuickAddRequest | null;
  runId: string | null;
  /** The dry run that is shown in place of a run. */
  rehearsal: Rehearsal | null;
  isActive: boolean;
  problems: readonly Problem[];
  regions: readonly Region[];
  /** Whether the server has looked at the drawing, or could not. */
  isChecked: boolean;
  isSaving: boolean;
  /** When the draft was kept that the editor opened with; null once that is said. */
  draftFrom: string | null;
  /** What somebody published meanwhile and what is merged, or was just merged. */
  merging: Theirs | null;
  isPaletteOpen: boolean;
  palette: "nodes" | "templates";
  inserting: Inserting | null;
  incoming: Arrival | null;
  look: Look;
  jsonDraft: JsonDraft | null;
  side: Side;
  isMinimapOpen: boolean;
  runPlan: RunPlan | null;
  isInspectorOpen: boolean;
}

export interface Session {
  flowId: string;
  catalog: Catalog;
  store: EditorStore;
  overlay: OverlayStore;
  bench: Bench;
  /** Example data for expressions and tests. */
  samples: Samples;
  view: StoreApi<ViewState>;
  /** Keeps what is drawn and not published. */
  keeper: DraftKeeper;
  mayEdit: boolean;
  /** Set once something was searched for. */
  finder: { current: Finder | null };
  /** The places that were looked at, to go back to. */
  trail: Trail;
  /** Set while the canvas is there. */
  canvas: { current: CanvasView | null };
}

const readSync = readLater(() => import("./drafts/sync"));

interface Mine {
  user: string;
  draft?: OpenDraft;
}

export function createSession(
  flow: FlowDetail,
  catalog: Catalog,
  mayEdit: boolean,
  { user, draft }: Mine = { user: "" },
): Session {
  const { saved, version } = draft?.base ?? { saved: flow.document, version: flow.version };
  const store = createEditorStore(saved, version, Date.now, draft?.document);
  return {
    flowId: flow.id,
    catalog,
    mayEdit,
    store,
    finder: { current: null },
    trail: createTrail(store),
    overlay: createOverlayStore(),
    bench: createBench(localStorage, benchKey(flow.id)),
    samples: createSamples(),
    keeper: new DraftKeeper({
      store,
      sync: async () => (await readSync()).syncOf({ flow: flow.id, user, catalog, store }),
      storage: localStorage,
      key: copyKey(flow.id, user),
      agreed: draft?.agreed ?? { seen: null, base_version: version, document: saved, saved },
      copies: draft?.copies,
    }),
    canvas: { current: null },
    view: createStore<ViewState>()(() => ({
      dialog: null,
      drawer: null,
      inspector: "parameters",
      quickAdd: null,
      runId: null,
      rehearsal: null,
      isActive: flow.is_active !== false,
      problems: flow.problems ?? [],
      regions: [],
      isChecked: false,
      isSaving: false,
      draftFrom: draft?.keptAt ?? null,
      merging: null,
      isPaletteOpen: true,
      palette: "nodes",
      inserting: null,
      incoming: null,
      look: "canvas",
      jsonDraft: null,
      side: null,
      isMinimapOpen: true,
      runPlan: null,
      isInspectorOpen: true,
    })),
  };
}

export const SessionContext = createContext<Session | null>(null);

export function useEditorSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("This component belongs inside the editor.");
  return session;
}

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useEditorSession().store, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useEditorSession().view, select);
}
