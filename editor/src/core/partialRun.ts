// Running from a node on: what has an effect elsewhere is not done again, it gives what it gave in the run that is shown.
import type { Catalog } from "./descriptor";
import { type FlowDocument, type JsonObject, nodeTitle } from "./document";
import type { Overlay } from "./overlay";
import { reachable } from "./wiring";

export type FromPlan = { ok: true; pins: JsonObject } | { ok: false; reason: string };

const refuse = (reason: string): FromPlan => ({ ok: false, reason });

/** The outputs to start with, or the sentence that says what is missing. */
export function planFrom(
  document: FlowDocument,
  catalog: Catalog,
  overlay: Overlay | null,
  from: string,
): FromPlan {
  if (!overlay) return refuse("Run the flow once first: what the nodes before this one gave is used again.");
  const ahead = reachable(document, from, "forward");
  const pins: JsonObject = {};
  for (const node of document.nodes) {
    const descriptor = catalog.get(node.type);
    if (ahead.has(node.id) || node.disabled || descriptor?.kind !== "effect") continue;
    const title = nodeTitle(node, descriptor.name);
    const state = overlay.nodes[node.id];
    if (!state || state.status === "skipped") continue;
    if (state.count > 1)
      return refuse(
        `“${title}” ran ${state.count} times, so there is no one output to go on with. Run the flow again.`,
      );
    const step = [...overlay.steps.values()].findLast(
      (item) => item.node === node.id && item.kind !== "region",
    );
    if (step?.status !== "completed" || step.output === undefined || step.truncated)
      return refuse(`There is no whole output of “${title}” to go on with. Run the flow again.`);
    pins[node.id] = step.output;
  }
  return { ok: true, pins };
}
