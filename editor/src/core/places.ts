// Finding nodes by what they hang together with.
import type { FlowDocument } from "./document";
import { reachable } from "./wiring";

export type Spread = "upstream" | "downstream" | "connected";

/** The nodes themselves and what leads to them, what they lead to, or both ways until nothing is left. */
export function spread(document: FlowDocument, from: ReadonlySet<string>, way: Spread): Set<string> {
  const all = new Set<string>();
  for (const id of from) {
    for (const found of way === "connected"
      ? component(document, id)
      : reachable(document, id, DIRECTION[way]))
      all.add(found);
  }
  return all;
}

const DIRECTION = { upstream: "backward", downstream: "forward" } as const;

function component(document: FlowDocument, start: string): Set<string> {
  const seen = new Set([start]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { source, target } of document.wires) {
      if (seen.has(source) === seen.has(target)) continue;
      seen.add(source).add(target);
      grew = true;
    }
  }
  return seen;
}
