// What a run says of a group as a whole: what needs attention most.
import type { NodeState } from "../../core/run";

const ORDER = [
  "approval",
  "running",
  "failed",
  "timed_out",
  "paused",
  "waiting",
  "error",
  "cancelled",
  "completed",
  "skipped",
];

export function worstStatus(
  states: { readonly [node: string]: NodeState },
  nodes: readonly string[],
): string {
  const seen = new Set(nodes.map((node) => states[node]?.status));
  return ORDER.find((status) => seen.has(status)) ?? "idle";
}
