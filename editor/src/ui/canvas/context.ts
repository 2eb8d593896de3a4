// What nodes and wires on the canvas read besides their own data: the run's state, and the wire being drawn.
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { type Bench, breakpointAt } from "../../core/bench";
import type { Wire } from "../../core/document";
import { carriedCount, hasCarried, type Overlay } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { portKey } from "../../core/wiring";
import type { WireData } from "./model";

/** While a wire is drawn: the ports where it may end. */
export interface WiringState {
  valid: ReadonlySet<string> | null;
}

export interface CanvasContextValue {
  overlay: OverlayStore;
  wiring: StoreApi<WiringState>;
  bench: Bench;
}

export function createWiring(): StoreApi<WiringState> {
  return createStore<WiringState>()(() => ({ valid: null }));
}

export const CanvasContext = createContext<CanvasContextValue | null>(null);

function useCanvas(): CanvasContextValue {
  const value = useContext(CanvasContext);
  if (!value) throw new Error("This component belongs inside a FlowCanvas.");
  return value;
}

export function useNodeState(node: string) {
  return useStore(useCanvas().overlay, (state) => state.overlay?.nodes[node]);
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

function wireState(overlay: Overlay, wire: Wire, isBody: boolean): WireState {
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
  return useStore(useCanvas().wiring, ({ valid }) => {
    if (!valid) return "idle";
    return valid.has(portKey(node, port)) ? "valid" : "refused";
  });
}
