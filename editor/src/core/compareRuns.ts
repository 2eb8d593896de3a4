// Two runs of a flow, node by node: how each ended, how long it took, whether it gave the same.

import type { NodeState, RunDetail, Step } from "./run";
import { diffValues } from "./valueDiff";

export interface ComparedNode {
  node: string;
  before?: NodeState;
  after?: NodeState;
  /** Microseconds of all its steps that are known. */
  beforeTime?: number;
  afterTime?: number;
  beforeStep?: Step;
  afterStep?: Step;
  /** "unknown" where an output was shortened or not kept. */
  output: "same" | "different" | "unknown";
  isDifferent: boolean;
}

export interface Side {
  run: RunDetail;
  steps: readonly Step[];
}

export function compareRuns(before: Side, after: Side): ComparedNode[] {
  const ids = new Set([...before.run.document.nodes, ...after.run.document.nodes].map((node) => node.id));
  const [old, now] = [lastSteps(before.steps), lastSteps(after.steps)];
  return [...ids].map((node) => {
    const [a, b] = [old.get(node), now.get(node)];
    const output = outputs(a?.step, b?.step);
    const states = { before: before.run.nodes[node], after: after.run.nodes[node] };
    return {
      node,
      ...states,
      beforeTime: a?.time,
      afterTime: b?.time,
      beforeStep: a?.step,
      afterStep: b?.step,
      output,
      isDifferent:
        output === "different" ||
        states.before?.status !== states.after?.status ||
        (states.before?.failed ?? 0) !== (states.after?.failed ?? 0) ||
        (states.before?.count ?? 0) !== (states.after?.count ?? 0),
    };
  });
}

function lastSteps(steps: readonly Step[]): Map<string, { step: Step; time: number }> {
  const found = new Map<string, { step: Step; time: number }>();
  for (const step of steps) {
    if (step.kind === "region") continue;
    const time = (found.get(step.node)?.time ?? 0) + (step.duration_us ?? 0);
    found.set(step.node, { step, time });
  }
  return found;
}

function outputs(a: Step | undefined, b: Step | undefined): ComparedNode["output"] {
  if (!a && !b) return "same";
  if (!a || !b) return "different";
  if (a.truncated || b.truncated) return "unknown";
  return diffValues(a.output ?? null, b.output ?? null).length === 0 ? "same" : "different";
}
