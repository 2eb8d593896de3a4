// One open flow: its document store, its run overlay, and what of the page is open. Shared by all parts of the editor.
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { FlowDetail } from "../../api/flows/types";
import { type Bench, createBench } from "../../core/bench";
import type { Catalog } from "../../core/descriptor";
import { createEditorStore, type EditorState, type EditorStore } from "../../core/editorStore";
import { createOverlayStore, type OverlayStore } from "../../core/overlayStore";
import type { Problem, Region } from "../../core/problems";
import type { Rehearsal } from "../../core/rehearsal";
import type { PortRef } from "../../core/wiring";
import type { CanvasView } from "../../ui/canvas/useCanvasView";

export type InspectorTab = "parameters" | "settings" | "output" | "test" | "docs";
export type DrawerTab = "problems" | "run";
export type Dialog = "run" | "dry-run" | "keys" | "conflict" | "connect" | null;

export interface QuickAddRequest {
  /** Where the list opens, in window coordinates. */
  at: { x: number; y: number };
  /** Where the node goes, on the canvas. */
  place: { x: number; y: number };
  from?: PortRef;
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
  isSaving: boolean;
  isPaletteOpen: boolean;
  isInspectorOpen: boolean;
}

export interface Session {
  flowId: string;
  catalog: Catalog;
  store: EditorStore;
  overlay: OverlayStore;
  bench: Bench;
  view: StoreApi<ViewState>;
  mayEdit: boolean;
  /** Set while the canvas is there. */
  canvas: { current: CanvasView | null };
}

export function createSession(flow: FlowDetail, catalog: Catalog, mayEdit: boolean): Session {
  return {
    flowId: flow.id,
    catalog,
    mayEdit,
    store: createEditorStore(flow.document, flow.version),
    overlay: createOverlayStore(),
    bench: createBench(localStorage, `opsconductor.bench.${flow.id}`),
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
      isSaving: false,
      isPaletteOpen: true,
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
