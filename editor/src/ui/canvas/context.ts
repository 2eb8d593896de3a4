// What nodes and wires on the canvas read besides their own data: the run's state, and what the pointer is about to do.
import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Bench, breakpointAt } from "../../core/bench";
import type { ChangeKind } from "../../core/diff";
import type { FlowDocument, Wire } from "../../core/document";
import type { Guide } from "../../core/guides";
import { carriedCount, hasCarried, type Overlay } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { type PortRef, portKey } from "../../core/wiring";
import type { EditingHandlers, Point } from "./handlers";
import type { CanvasItem, WireData } from "./model";

/** How a node or a wire differs from another version; "unpublished" is only that it does. */
export type ChangeMark = ChangeKind | "unpublished";

export interface ChangeMarks {
  nodes: ReadonlyMap<string, ChangeMark>;
  wires: ReadonlyMap<string, ChangeMark>;
}

export const NO_CHANGES: ChangeMarks = { nodes: new Map(), wires: new Map() };

/** What the pointer is about to do, and what is marked; nothing of it lasts. */
export interface UiState {
  changes: ChangeMarks;
  /** While a wire is drawn: the ports where it may end. */
  valid: ReadonlySet<string> | null;
  /** The wire that what is dragged would go into. */
  litWire: string | null;
  /** The wire under the pointer, and for a moment after. */
  hotWire: string | null;
  /** The wire whose label, or the note whose text, is being written. */
  writing: string | null;
  guides: readonly Guide[];
  /** The wire that would be drawn, while its end is chosen by keys. */
  aim: Aim | null;
}

export interface Aim {
  from: PortRef;
  to: PortRef;
  /** All ports it could lead to. */
  valid: ReadonlySet<string>;
}

/** Moves nodes on the screen only, until they are dropped. */
export interface Mover {
  by: (nodes: readonly string[], delta: Point) => void;
  /** Where nodes are shown at once, such as on their way to where tidy puts them. */
  show: (places: ReadonlyMap<string, Point> | null) => void;
}

export interface CanvasContextValue {
  overlay: OverlayStore;
  ui: StoreApi<UiState>;
  bench: Bench;
  editing: EditingHandlers | undefined;
  /** What is drawn now. */
  items: { current: readonly CanvasItem[] };
  drawing: { current: FlowDocument };
  mover: Mover;
  /** What a view puts above the nodes that have bodies, such as the rounds of a loop. */
  nodeHeader?: (node: string) => ReactNode;
}

export function createUi(): StoreApi<UiState> {
  return createStore<UiState>()(() => ({
    changes: NO_CHANGES,
    valid: null,
    litWire: null,
    hotWire: null,
    writing: null,
    guides: [],
    aim: null,
  }));
}

export const CanvasContext = createContext<CanvasContextValue | null>(null);

export function useCanvas(): CanvasContextValue {
  const value = useContext(CanvasContext);
  if (!value) throw new Error("This component belongs inside a FlowCanvas.");
  return value;
}

export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(useCanvas().ui, select);
}

export function useNodeChange(node: string): ChangeMark | undefined {
  return useUi((state) => state.changes.nodes.get(node));
}

export function useWireChange(wire: string): ChangeMark | undefined {
  return useUi((state) => state.changes.wires.get(wire));
}

export function useNodeState(node: string) {
  return useStore(useCanvas().overlay, (state) => state.overlay?.nodes[node]);
}

export function useNodeHeader(node: string): ReactNode {
  return useCanvas().nodeHeader?.(node);
}

/** The run is held before this node. */
export function useIsPausedAt(node: string): boolean {
  return useStore(useCanvas().overlay, (state) => state.overlay?.pausedAt?.node === node);
}

/** "set": stops always; "conditional": only sometimes. */
export function useBreakpointMark(node: string): "set" | "conditional" | undefined {
  return useStore(useCanvas().bench, (state) => {
    const breakpoint = breakpointAt(state, node);
    if (!breakpoint) return undefined;
    return breakpoint.condition || breakpoint.iteration !== undefined ? "conditional" : "set";
  });
}

export function useIsPinned(node: string): boolean {
  return useStore(useCanvas().bench, (state) => node in state.pins);
}

export function useHasRun(): boolean {
  return useStore(useCanvas().overlay, (state) => state.overlay !== null);
}

export type WireState = "none" | "carried" | "active";

export function useWireState(wire: Wire, isBody: boolean): WireState {
  return useStore(useCanvas().overlay, ({ overlay }) =>
    overlay ? wireState(overlay, wire, isBody) : "none",
  );
}

export function wireState(overlay: Overlay, wire: Wire, isBody: boolean): WireState {
  if (!hasCarried(overlay, wire, isBody)) return "none";
  return overlay.nodes[wire.target]?.status === "running" ? "active" : "carried";
}

/** Messages that went along a wire in a run; undefined when nobody can tell, or none did. */
export function useWireCount({ wire, isBody, isOnlyWayIn }: WireData): number | undefined {
  return useStore(useCanvas().overlay, ({ overlay }) =>
    overlay && hasCarried(overlay, wire, isBody) ? carriedCount(overlay, wire, isOnlyWayIn) : undefined,
  );
}

/** "valid" lights a port up, "refused" greys it out, "idle" is no wire being drawn. */
export function usePortLight(node: string, port: string): "idle" | "valid" | "refused" {
  return useUi(({ valid }) => {
    if (!valid) return "idle";
    return valid.has(portKey(node, port)) ? "valid" : "refused";
  });
}
