// A dry run as an overlay: nothing was kept on the server, so the whole answer is shown as if it had been a run.
import type { Json } from "./document";
import type { RunSnapshot } from "./overlay";
import type { OverlayStore } from "./overlayStore";
import type { Problem } from "./problems";
import type { NodeState, RunError, RunStatus, Step } from "./run";

export interface Rehearsal {
  /** As a run ends, or "invalid" where the flow cannot run at all. */
  status: RunStatus | "invalid";
  problems: readonly Problem[];
  result?: Json;
  error?: RunError | null;
  steps: readonly Step[];
}

export const REHEARSAL = "dry-run";

export function showRehearsal(overlay: OverlayStore, rehearsal: Rehearsal): void {
  const { status, error, result, steps } = rehearsal;
  const snapshot: RunSnapshot = {
    status: status === "invalid" ? "failed" : status,
    error,
    result,
    nodes: nodeStates(steps),
  };
  overlay.open(REHEARSAL, snapshot);
  overlay.addSteps(steps.filter(isNodeStep));
}

/** Rounds and branches are steps too; lists of steps show what nodes did. */
export function isNodeStep(step: Pick<Step, "kind">): boolean {
  return step.kind !== "region";
}

export function nodeStates(steps: readonly Step[]): { [node: string]: NodeState } {
  const states: { [node: string]: NodeState } = {};
  for (const step of steps.filter(isNodeStep)) {
    const known = states[step.node];
    const isSkipped = step.status === "skipped";
    const hasFailed = !isSkipped && step.status !== "completed";
    states[step.node] = {
      status: isSkipped && known ? known.status : step.status,
      count: (known?.count ?? 0) + (isSkipped ? 0 : 1),
      failed: (known?.failed ?? 0) + (hasFailed ? 1 : 0),
      skipped: (known?.skipped ?? 0) + (isSkipped ? 1 : 0),
      message: step.error?.message ?? known?.message ?? null,
      duration_us: step.duration_us ?? null,
    };
  }
  return states;
}
