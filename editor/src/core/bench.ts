// What a person puts beside a flow to try it out: breakpoints, pinned outputs, watched expressions, and what they
// change at a pause. None of it is part of the document; all but the changes is kept in the browser, flow by flow.
import { createStore, type StoreApi } from "zustand/vanilla";
import { isObject, type Json, type JsonObject, sourcePortOf, type Wire } from "./document";

export interface Breakpoint {
  node: string;
  /** Holds the run after the node left by this port; left out, before the node. */
  port?: string;
  /** Stops only where this expression is true. */
  condition?: string;
  /** Stops only in this round of the nearest loop, counted from 0. */
  iteration?: number;
}

export interface VariableEdit {
  name: string;
  value: Json;
  scope: string;
}

/** What changes before a paused run goes on. */
export interface Edits {
  variables: readonly VariableEdit[];
  payload?: Json;
}

export interface BenchState {
  breakpoints: readonly Breakpoint[];
  pins: JsonObject;
  watches: readonly string[];
  edits: Edits;
}

export interface Bench extends StoreApi<BenchState> {
  toggleBreakpoint: (node: string) => void;
  /** Sets the first breakpoint at this port of its node. */
  setBreakpoint: (breakpoint: Breakpoint) => void;
  /** Adds one more: a node can have several. */
  addBreakpoint: (breakpoint: Breakpoint) => void;
  changeBreakpoint: (index: number, breakpoint: Breakpoint | null) => void;
  removeBreakpoint: (node: string) => void;
  pin: (node: string, output: Json) => void;
  unpin: (node: string) => void;
  edit: (variable: VariableEdit) => void;
}

/** Part of the browser's `localStorage`. */
export interface Shelf {
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => void;
}

export const NO_EDITS: Edits = { variables: [] };

export function createBench(shelf?: Shelf, key = ""): Bench {
  const store = createStore<BenchState>()(() => ({ ...kept(shelf, key), edits: NO_EDITS }));
  if (shelf) store.subscribe((state, before) => keep(shelf, key, state, before));
  const setBreakpoint = (breakpoint: Breakpoint) =>
    store.setState(({ breakpoints }) => ({ breakpoints: withBreakpoint(breakpoints, breakpoint) }));
  const removeBreakpoint = (node: string) =>
    store.setState(({ breakpoints }) => ({ breakpoints: breakpoints.filter((item) => item.node !== node) }));
  return Object.assign(store, {
    setBreakpoint,
    removeBreakpoint,
    addBreakpoint: (breakpoint: Breakpoint) =>
      store.setState(({ breakpoints }) => ({ breakpoints: [...breakpoints, breakpoint] })),
    changeBreakpoint: (index: number, breakpoint: Breakpoint | null) =>
      store.setState(({ breakpoints }) => ({
        breakpoints: breakpoints.flatMap((item, at) => (at === index ? (breakpoint ?? []) : item)),
      })),
    toggleBreakpoint: (node: string) =>
      breakpointAt(store.getState(), node) ? removeBreakpoint(node) : setBreakpoint({ node }),
    pin: (node: string, output: Json) =>
      store.setState(({ pins }) => ({ pins: { ...pins, [node]: output } })),
    unpin: (node: string) => store.setState(({ pins: { [node]: _gone, ...pins } }) => ({ pins })),
    edit: (variable: VariableEdit) =>
      store.setState(({ edits }) => ({
        edits: { ...edits, variables: withEdit(edits.variables, variable) },
      })),
  });
}

export function breakpointAt(state: BenchState, node: string): Breakpoint | undefined {
  return state.breakpoints.find((item) => item.node === node);
}

export function hasEdits({ edits }: BenchState): boolean {
  return edits.variables.length > 0 || edits.payload !== undefined;
}

/** Where a flow's bench is kept in the browser. */
export function benchKey(flow: string): string {
  return `opsconductor.bench.${flow}`;
}

/**
 * The breakpoints as a run takes them, which holds before nodes only: after a port means before all that it leads to.
 */
export function breakpointsForRun(all: readonly Breakpoint[], wires: readonly Wire[]): Breakpoint[] {
  return all.flatMap(({ port, ...breakpoint }) =>
    port === undefined
      ? [breakpoint]
      : wires
          .filter((wire) => wire.source === breakpoint.node && sourcePortOf(wire) === port)
          .map((wire) => ({ ...breakpoint, node: wire.target })),
  );
}

/** What a run of these nodes can be started with: the server knows no others. */
export function benchOf(
  { breakpoints, pins }: BenchState,
  nodes: readonly { id: string }[],
  wires: readonly Wire[] = [],
): Pick<BenchState, "breakpoints" | "pins"> {
  const ids = new Set(nodes.map((node) => node.id));
  return {
    breakpoints: breakpointsForRun(breakpoints, wires).filter((item) => ids.has(item.node)),
    pins: Object.fromEntries(Object.entries(pins).filter(([node]) => ids.has(node))),
  };
}

function withBreakpoint(all: readonly Breakpoint[], breakpoint: Breakpoint): Breakpoint[] {
  const known = all.findIndex((item) => item.node === breakpoint.node && item.port === breakpoint.port);
  return known >= 0 ? all.with(known, breakpoint) : [...all, breakpoint];
}

function withEdit(all: readonly VariableEdit[], edit: VariableEdit): VariableEdit[] {
  return [...all.filter((item) => item.name !== edit.name || item.scope !== edit.scope), edit];
}

type Kept = Omit<BenchState, "edits">;

const NOTHING: Kept = { breakpoints: [], pins: {}, watches: [] };

/** What was kept; a text that somebody else put there counts as nothing. */
function kept(shelf: Shelf | undefined, key: string): Kept {
  try {
    const read: unknown = JSON.parse(shelf?.getItem(key) ?? "{}");
    const { breakpoints, pins, watches } = read as { [name: string]: Json | undefined };
    return {
      breakpoints: Array.isArray(breakpoints) ? (breakpoints as unknown[]).filter(isBreakpoint) : [],
      pins: isObject(pins) ? pins : {},
      watches: Array.isArray(watches) ? watches.filter((item) => typeof item === "string") : [],
    };
  } catch {
    return NOTHING;
  }
}

function isBreakpoint(value: unknown): value is Breakpoint {
  return typeof value === "object" && value !== null && typeof (value as Breakpoint).node === "string";
}

function keep(shelf: Shelf, key: string, state: BenchState, before: BenchState): void {
  const { breakpoints, pins, watches } = state;
  if (breakpoints === before.breakpoints && pins === before.pins && watches === before.watches) return;
  try {
    shelf.setItem(key, JSON.stringify({ breakpoints, pins, watches }));
  } catch {
    // The browser's room is full or closed to pages: it stays for as long as the page does.
  }
}
