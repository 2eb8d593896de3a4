// Where a run begins: at the plain start, or at a trigger, which starts runs by a time table or by calls to an address.
import type { Catalog, Descriptor } from "./descriptor";
import type { FlowDocument, FlowNode } from "./document";
import { fieldsOf } from "./schema";
import { reachable } from "./wiring";

/** The fields that only a trigger has. */
const OF_TRIGGERS: ReadonlySet<string | undefined> = new Set(["cron", "hook"]);

function isStart({ shape, ports }: Descriptor): boolean {
  return shape === "trigger" && ports.inputs.length === 0;
}

/** A start that does nothing by itself: somebody, or another flow, begins there. */
export function isPlainStart(type: Descriptor): boolean {
  return (
    isStart(type) &&
    !fieldsOf(type.schema, type.schema).some(({ schema }) => OF_TRIGGERS.has(schema["x-ui"]?.widget))
  );
}

/** The nodes that a run can begin at: the plain start before the triggers, as the server chooses among them. */
export function startsOf(document: FlowDocument, catalog: Catalog): FlowNode[] {
  const types = document.nodes.flatMap((node) => {
    const type = catalog.get(node.type);
    return type && isStart(type) && !node.disabled ? [{ node, isPlain: isPlainStart(type) }] : [];
  });
  return types.toSorted((a, b) => Number(b.isPlain) - Number(a.isPlain)).map(({ node }) => node);
}

/** Where to begin so that the run comes to a node; at the first start where nothing is said, or none leads there. */
export function startFor(
  document: FlowDocument,
  starts: readonly FlowNode[],
  goal?: string,
): FlowNode | undefined {
  const before = goal === undefined ? undefined : reachable(document, goal, "backward");
  return starts.find(({ id }) => before?.has(id)) ?? starts[0];
}
