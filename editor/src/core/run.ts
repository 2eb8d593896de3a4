// A run as the server reports it: states of the run, of its nodes, of its steps, and the lines it logged.
import type { FlowDocument, Json, JsonObject } from "./document";

export type RunStatus = "pending" | "running" | "paused" | "completed" | "failed" | "cancelled" | "timed_out";

export interface RunError {
  kind: string;
  message: string;
  /** Whether it ran, and its outcome is negative; else it could not run. */
  failed?: boolean;
  node?: string | null;
  details?: Json;
}

export interface RunItem {
  id: string;
  flow_id: string | null;
  flow_name: string;
  flow_version: number | null;
  status: RunStatus;
  trigger: string;
  created_by?: string | null;
  created_at: string;
  started_at?: string | null;
  finished_at?: string | null;
  duration_ms?: number | null;
  error?: RunError | null;
  /** Which waiting run goes first: from -100 to 100. */
  priority?: number;
  /** The run that started this one. */
  parent?: string | null;
  /** The machine it works on. */
  target?: { id: string; name: string } | null;
  /** Of a run that starts one for each of several machines: how many they are. */
  target_count?: number | null;
  /** The run sleeps until then, or until something wakes it. */
  waiting_until?: string | null;
  /** Somebody has to say yes before it goes on. */
  waiting_for_approval?: boolean;
  steps?: { completed: number; failed: number; skipped: number };
}

export interface NodeState {
  status: string;
  count: number;
  failed?: number;
  skipped?: number;
  running?: number;
  iteration?: { done: number; total: number | null } | null;
  branches?: { done: number; total: number } | null;
  message?: string | null;
  last_key?: string | null;
  started_at?: string | null;
  duration_us?: number | null;
}

export interface RunDetail extends RunItem {
  parameters: JsonObject;
  result: Json;
  document: FlowDocument;
  nodes: { [id: string]: NodeState };
  epoch?: string;
  seq?: number;
}

export interface Step {
  /** A region is a round or a branch of a control node. */
  kind?: "node" | "region";
  key: string;
  node: string;
  type: string;
  status: string;
  port?: string | null;
  attempt: number;
  started_at?: string | null;
  duration_us?: number | null;
  output?: Json;
  error?: RunError | null;
  truncated?: boolean;
  /** What the fields came to, in a dry run. */
  config?: Json;
}

export interface LogLine {
  seq: number;
  at: string;
  node?: string | null;
  key?: string | null;
  stream: "stdout" | "stderr" | "log";
  /** The name of the machine that the node worked on, where it named one. */
  target?: string | null;
  /** The host that the line comes from, where it is not the server's own. */
  host?: string | null;
  text: string;
}

export interface Variable {
  name: string;
  scope: string;
  type: string;
  value: Json;
}

const ENDED: ReadonlySet<string> = new Set(["completed", "failed", "cancelled", "timed_out"]);

export function isEnded(status: string): boolean {
  return ENDED.has(status);
}

/** Whether a run can be taken up again where it stopped; one over several machines is run again where it failed. */
export function canRetry(run: { status: string; target_count?: number | null }): boolean {
  if ((run.target_count ?? 0) > 0) return false;
  return run.status === "failed" || run.status === "cancelled" || run.status === "timed_out";
}

/** How many of the runs that one has started ended otherwise than they should. */
export function undoneCount(totals: { readonly [status: string]: number } = {}): number {
  const undone = Object.entries(totals).filter(([status]) => isEnded(status) && status !== "completed");
  return undone.reduce((sum, [, count]) => sum + count, 0);
}

/** The state of a step that asks people, and of a run that waits for their answer. */
export const WAITS_FOR_APPROVAL = "approval";

/** Who asks people is not at work, but waits. */
export function asWaiting<T extends { status: string }>(
  asks: ReadonlySet<string>,
  node: string,
  state: T,
): T {
  return state.status === "running" && asks.has(node) ? { ...state, status: WAITS_FOR_APPROVAL } : state;
}

export interface Place {
  key: string;
  node: string;
}
