// The live state of a run: a reducer over snapshots and events. Snapshots replace, events apply in order, and what
// was seen before is ignored.
import { DEFAULT_OUTPUT, type Json, sourcePortOf, type Wire, wireKind } from "./document";
import { LogLines } from "./logLines";
import {
  asWaiting,
  isEnded,
  type LogLine,
  type NodeState,
  type Place,
  type RunError,
  type RunStatus,
  type Step,
} from "./run";

export interface RunSnapshot {
  status: RunStatus;
  nodes: { [id: string]: NodeState };
  error?: RunError | null;
  result?: Json;
  started_at?: string | null;
  finished_at?: string | null;
  waiting_until?: string | null;
}

export type RunEvent =
  | {
      kind: "run";
      status: RunStatus;
      error?: RunError | null;
      result?: Json;
      at?: string;
    }
  | { kind: "status"; status: RunStatus; at?: Place }
  | { kind: "node"; node: string; state: NodeState }
  | { kind: "step"; step: Step }
  | { kind: "log"; line: LogLine }
  | { kind: "variable"; name: string; scope: string; type: string; value: Json };

export type LiveMessage =
  | { type: "snapshot"; epoch: string; seq: number; data: RunSnapshot }
  | { type: "event"; epoch: string; seq: number; event: RunEvent };

export interface Overlay {
  runId: string;
  epoch: string;
  seq: number;
  status: RunStatus;
  nodes: { readonly [id: string]: NodeState };
  /** Finished steps by key and attempt, newest last. */
  steps: ReadonlyMap<string, Step>;
  /** Output ports each node has used, as far as its steps are known. */
  ports: { readonly [node: string]: readonly string[] };
  /** Rounds of loops and branches that ended while this page looked on. */
  rounds: ReadonlyMap<string, Step>;
  lines: LogLines;
  error: RunError | null;
  result: Json;
  startedAt: string | null;
  finishedAt: string | null;
  /** The step before which the run is held; a snapshot does not tell it. */
  pausedAt: Place | null;
  waitingUntil: string | null;
  /** The nodes that ask people: they wait for an answer, where others are at work. */
  asks: ReadonlySet<string>;
  /** How many snapshots came: after each, steps and lines may be missing and are read again. */
  resets: number;
}

export const MAX_STEPS = 5_000;

export function emptyOverlay(runId: string, asks: ReadonlySet<string> = new Set()): Overlay {
  return {
    runId,
    epoch: "",
    seq: -1,
    status: "pending",
    nodes: {},
    steps: new Map(),
    ports: {},
    rounds: new Map(),
    lines: LogLines.none,
    error: null,
    result: null,
    startedAt: null,
    finishedAt: null,
    pausedAt: null,
    waitingUntil: null,
    asks,
    resets: 0,
  };
}

/** Applies a batch, copying each collection at most once. */
export function reduceLive(overlay: Overlay, messages: readonly LiveMessage[]): Overlay {
  const batch = new Batch(overlay);
  for (const message of messages) batch.add(message);
  return batch.result();
}

class Batch {
  private next: Overlay;
  private nodes?: { [id: string]: NodeState };
  private steps?: Map<string, Step>;
  private rounds?: Map<string, Step>;
  private ports?: Overlay["ports"];
  private lines: LogLine[] = [];

  constructor(private readonly start: Overlay) {
    this.next = start;
  }

  add(message: LiveMessage): void {
    if (message.type === "snapshot") {
      this.replace(message);
      return;
    }
    if (message.epoch === this.next.epoch && message.seq <= this.next.seq) return;
    this.next = { ...this.next, epoch: message.epoch, seq: message.seq };
    this.event(message.event);
  }

  private replace(message: Extract<LiveMessage, { type: "snapshot" }>): void {
    const { data, epoch, seq } = message;
    this.nodes = {};
    for (const [id, state] of Object.entries(data.nodes)) this.node(id, state);
    this.next = {
      ...this.next,
      epoch,
      seq,
      status: data.status,
      error: data.error ?? null,
      result: data.result ?? null,
      startedAt: data.started_at ?? null,
      finishedAt: data.finished_at ?? null,
      pausedAt: null,
      waitingUntil: data.waiting_until === undefined ? this.next.waitingUntil : data.waiting_until,
      resets: this.next.resets + 1,
    };
  }

  private event(event: RunEvent): void {
    switch (event.kind) {
      case "run":
        this.run(event);
        return;
      case "status":
        this.next = { ...this.next, status: event.status, pausedAt: event.at ?? null, waitingUntil: null };
        return;
      case "node":
        this.node(event.node, event.state);
        return;
      case "step":
        this.next = { ...this.next, waitingUntil: null };
        if (event.step.kind === "region") {
          this.rounds ??= new Map(this.next.rounds);
          this.rounds.set(stepId(event.step), event.step);
          return;
        }
        this.steps ??= new Map(this.next.steps);
        this.steps.set(stepId(event.step), event.step);
        this.ports = withPort(this.ports ?? this.next.ports, event.step);
        return;
      case "log":
        this.lines.push(event.line);
        return;
      case "variable":
        return;
    }
  }

  private node(id: string, state: NodeState): void {
    this.nodes ??= { ...this.next.nodes };
    this.nodes[id] = asWaiting(this.next.asks, id, state);
  }

  private run(event: Extract<RunEvent, { kind: "run" }>): void {
    const at = event.at ?? null;
    this.next = {
      ...this.next,
      status: event.status,
      error: isEnded(event.status) ? (event.error ?? this.next.error) : null,
      result: event.result ?? this.next.result,
      startedAt: this.next.startedAt ?? (event.status === "running" ? at : null),
      finishedAt: isEnded(event.status) ? (this.next.finishedAt ?? at) : null,
      pausedAt: event.status === "paused" ? this.next.pausedAt : null,
      waitingUntil: null,
    };
  }

  result(): Overlay {
    if (this.next === this.start) return this.start;
    return {
      ...this.next,
      nodes: this.nodes ?? this.next.nodes,
      steps: this.steps ? newest(this.steps, MAX_STEPS) : this.next.steps,
      rounds: this.rounds ? newest(this.rounds, MAX_STEPS) : this.next.rounds,
      ports: this.ports ?? this.next.ports,
      lines: this.next.lines.with(this.lines),
    };
  }
}

export function stepId(step: Pick<Step, "key" | "attempt">): string {
  return `${step.key}#${step.attempt}`;
}

/** Stored steps joined with those that came live, in the order of the longer list; an end is never taken back. */
export function mergeSteps(live: ReadonlyMap<string, Step>, stored: readonly Step[]): Map<string, Step> {
  const merged = new Map(stored.length < live.size ? live : []);
  for (const step of stored) merged.set(stepId(step), step);
  for (const [id, step] of live) {
    if (step.status !== "running" || !merged.has(id)) merged.set(id, step);
  }
  return merged;
}

export function withPort(ports: Overlay["ports"], step: Pick<Step, "node" | "port">): Overlay["ports"] {
  const known = ports[step.node] ?? [];
  if (!step.port || known.includes(step.port)) return ports;
  return { ...ports, [step.node]: [...known, step.port] };
}

const DEAD: ReadonlySet<string> = new Set(["pending", "skipped"]);

/**
 * Whether a message went along this wire: exactly where steps tell the port, else judged by both ends. A step names
 * the port a control node left by, not the bodies it ran, so those are judged by their ends.
 */
export function hasCarried(overlay: Overlay, wire: Wire, isBody = false): boolean {
  const source = overlay.nodes[wire.source];
  const target = overlay.nodes[wire.target];
  if (!source || !target || DEAD.has(source.status)) return false;
  // A node that is skipped although it was reached (a condition with nothing wired to its outcome) tells a port.
  if (DEAD.has(target.status) && !overlay.ports[wire.target]) return false;
  const used = isBody ? undefined : overlay.ports[wire.source];
  if (used) return used.includes(sourcePortOf(wire));
  return wireKind(wire) !== "error" || (source.failed ?? 0) > 0;
}

/**
 * How many messages went along this wire, where that can be told: all that its target got when it is the only way in,
 * else all that its source sent when it left by no other port.
 */
export function carriedCount(overlay: Overlay, wire: Wire, isOnlyWayIn: boolean): number | undefined {
  if (isOnlyWayIn) return overlay.nodes[wire.target]?.count;
  const used = overlay.ports[wire.source];
  const isOnlyWayOut = used?.length === 1 && used[0] === sourcePortOf(wire);
  return isOnlyWayOut ? overlay.nodes[wire.source]?.count : undefined;
}

/** What went along this wire last, as far as the steps are known. */
export function lastValue({ steps }: Overlay, wire: Wire): Json | undefined {
  const port = sourcePortOf(wire);
  const last = [...steps.values()].findLast(
    (step) =>
      step.node === wire.source && (step.port ?? DEFAULT_OUTPUT) === port && step.output !== undefined,
  );
  return last?.output;
}

function newest(steps: Map<string, Step>, limit: number): Map<string, Step> {
  if (steps.size <= limit) return steps;
  return new Map([...steps].slice(steps.size - limit));
}
