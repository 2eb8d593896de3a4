// The outputs of a run that can stand in for its nodes when the flow is tried again.
import { isWithin } from "./activation";
import type { JsonObject } from "./document";
import type { Step } from "./run";

/** Of each node the last output that is kept whole; those of the chosen round go first. */
export function pinsOf(steps: readonly Step[], scope: string, controls: ReadonlySet<string>): JsonObject {
  const usable = steps.filter(
    ({ status, node, output, truncated }) =>
      status === "completed" && !controls.has(node) && !truncated && output !== null && output !== undefined,
  );
  const inRound = usable.filter((step) => isWithin(step.key, scope));
  const pins: JsonObject = {};
  for (const { node, output } of [...usable, ...inRound]) pins[node] = output ?? null;
  return pins;
}
