// Nodes that run another flow.
import type { Catalog, Descriptor } from "./descriptor";
import type { FlowNode } from "./document";

/** The type that runs another flow: what the catalog files under subflows, with a field that names a flow. */
export function isCall(descriptor: Descriptor | undefined): boolean {
  return descriptor?.category === "subflow" && descriptor.schema.properties?.flow !== undefined;
}

/** The flow that a node runs, by name or id. */
export function calledFlow(node: FlowNode, catalog: Catalog): string | undefined {
  const flow = isCall(catalog.get(node.type)) ? node.config?.flow : undefined;
  return typeof flow === "string" && flow !== "" && !flow.includes("{{") ? flow : undefined;
}
