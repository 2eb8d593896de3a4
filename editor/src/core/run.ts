// A run as the server reports it: states of the run, of its nodes, of its steps, and the lines it logged.
import type { FlowDocument, Json, JsonObject } from "./document";

export type RunStatus = "pending" | "running" | "completed" | "failed" | "cancelled" | "timed_out";

export interface RunError {
  kind: string;
  message: string;
  node?: string | null;
  details?: Json;
}

export interface RunItem {
  id: string;
  flow_id: string;
  flow_name: string;
  flow_version: number;
  status: RunStatus;
  trigger: string;
  created_by?: string | null;
  created_at: string;
  started_at?: string | null;
  finished_at?: string | null;
  duration_ms?: number | null;
  error?: RunError | null;
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
}

export interface LogLine {
  seq: number;
  at: string;
  node?: string | null;
  key?: string | null;
  stream: "stdout" | "stderr" | "log";
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
