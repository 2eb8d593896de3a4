// Steps that ask people and wait for their answer.
import type { Catalog } from "./descriptor";
import type { FlowDocument } from "./document";
import type { Overlay } from "./overlay";
import { type RunItem, WAITS_FOR_APPROVAL } from "./run";

/** The nodes that ask people. */
export function asksOf({ nodes }: FlowDocument, catalog: Catalog): ReadonlySet<string> {
  return new Set(nodes.filter((node) => catalog.get(node.type)?.shape === "approval").map((node) => node.id));
}

/** The state of a run in a list. */
export function shownStatus(run: Pick<RunItem, "status" | "waiting_for_approval">): string {
  return run.status === "running" && run.waiting_for_approval ? WAITS_FOR_APPROVAL : run.status;
}

/** How many steps of a run wait for people. */
export function waitingCount({ nodes }: Overlay): number {
  return Object.values(nodes)
    .filter(({ status }) => status === WAITS_FOR_APPROVAL)
    .reduce((all, { running }) => all + Math.max(1, running ?? 1), 0);
}

/** Changes when a step asks or has its answer, and after a gap; empty before the first asks. */
export function askRevision({ asks, nodes, resets }: Overlay): string {
  const begun = [...asks].flatMap((id) => {
    const { status = "pending", count = 0, running = 0 } = nodes[id] ?? {};
    return status === "pending" ? [] : [`${id}:${status}:${count}:${running}`];
  });
  return begun.length > 0 ? `${resets}/${begun.join("/")}` : "";
}
