// The state of a run in one round, or at one moment, worked out from its steps.
import { isWithin, levelsOf } from "./activation";
import { isFailure } from "./iterations";
import type { LensState } from "./lens";
import { type Overlay, withPort } from "./overlay";
import { asWaiting, type NodeState, type Step } from "./run";

export interface Span {
  start: number;
  end: number;
}

/** When a step began and ended, in milliseconds since 1970; undefined for one that never began. */
export function spanOf(step: Pick<Step, "started_at" | "duration_us">, now?: number): Span | undefined {
  if (!step.started_at) return undefined;
  const start = Date.parse(step.started_at);
  const isOpen = step.duration_us === null || step.duration_us === undefined;
  return { start, end: isOpen ? (now ?? start) : start + (step.duration_us ?? 0) / 1000 };
}

/** `inside` are the nodes that the chosen round owns; the others keep the state they have in the whole run. */
export function shownOverlay(
  live: Overlay,
  { scope, at }: LensState,
  steps: readonly Step[],
  inside: ReadonlySet<string>,
): Overlay {
  if (scope === "" && at === null) return live;
  const seen = steps.filter((step) => isWithin(step.key, scope));
  const { nodes, ports } = statesAt(seen, at);
  for (const level of levelsOf(scope)) {
    const known = live.nodes[level.node];
    if (known && at === null) nodes[level.node] = known;
  }
  const outside = scope === "" ? {} : leftOut(live.nodes, inside);
  return {
    ...live,
    nodes: { ...outside, ...withWaits(withTotals(nodes, live), live) },
    ports: scope === "" ? ports : { ...leftOut(live.ports, inside), ...ports },
    pausedAt: at === null && live.pausedAt && isWithin(live.pausedAt.key, scope) ? live.pausedAt : null,
  };
}

function leftOut<T>(all: { readonly [id: string]: T }, inside: ReadonlySet<string>): { [id: string]: T } {
  return Object.fromEntries(Object.entries(all).filter(([id]) => !inside.has(id)));
}

/** How many rounds there are in all is not in the steps. */
function withTotals(nodes: { [id: string]: NodeState }, live: Overlay): { [id: string]: NodeState } {
  for (const [id, state] of Object.entries(nodes)) {
    const known = live.nodes[id]?.iteration;
    if (state.iteration?.total === null && known) {
      nodes[id] = { ...state, iteration: { ...state.iteration, total: known.total } };
    }
  }
  return nodes;
}

function withWaits(nodes: { [id: string]: NodeState }, { asks }: Overlay): { [id: string]: NodeState } {
  return Object.fromEntries(Object.entries(nodes).map(([id, state]) => [id, asWaiting(asks, id, state)]));
}

function statesAt(steps: readonly Step[], at: number | null) {
  const nodes: { [id: string]: NodeState } = {};
  let ports: Overlay["ports"] = {};
  for (const step of steps) {
    const span = spanOf(step, Number.POSITIVE_INFINITY);
    if (at !== null && (!span || span.start > at)) continue;
    const isGoingOn = at !== null && span !== undefined && span.end > at;
    const state = nodes[step.node] ?? { status: "pending", count: 0, failed: 0, skipped: 0, running: 0 };
    if (step.kind === "region") nodes[step.node] = withRound(state, isGoingOn || step.status === "running");
    else {
      nodes[step.node] = withStep(state, step, isGoingOn);
      if (!isGoingOn) ports = withPort(ports, step);
    }
  }
  return { nodes, ports };
}

function withRound(state: NodeState, isGoingOn: boolean): NodeState {
  const done = (state.iteration?.done ?? 0) + (isGoingOn ? 0 : 1);
  const status = state.count === 0 ? "running" : state.status;
  return { ...state, status, iteration: { done, total: null } };
}

function withStep(state: NodeState, step: Step, isGoingOn: boolean): NodeState {
  const isRunning = isGoingOn || step.status === "running";
  const failed = (state.failed ?? 0) + (!isRunning && isFailure(step.status) ? 1 : 0);
  const skipped = (state.skipped ?? 0) + (!isRunning && step.status === "skipped" ? 1 : 0);
  const running = (state.running ?? 0) + (isRunning ? 1 : 0);
  const count = state.count + (isRunning || step.status === "skipped" ? 0 : 1);
  return {
    ...state,
    count,
    failed,
    skipped,
    running,
    status: running > 0 ? "running" : step.status,
    message: step.error?.message ?? state.message,
    started_at: step.started_at,
    duration_us: step.duration_us,
  };
}
