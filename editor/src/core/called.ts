// A flow with the flows it runs, and those they run: what a file needs to work elsewhere.

import { calledFlow } from "./calls";
import type { Catalog } from "./descriptor";
import type { FlowDocument } from "./document";

/** The flows that this one runs, by what it calls them. */
export function callsOf(document: FlowDocument, catalog: Catalog): string[] {
  return [...new Set(document.nodes.flatMap((node) => calledFlow(node, catalog) ?? []))];
}

export interface Gathered {
  /** The flow itself first. */
  flows: FlowDocument[];
  /** Flows that could not be read, by what they are called. */
  missing: string[];
}

export async function withCalled(
  document: FlowDocument,
  catalog: Catalog,
  read: (flow: string) => Promise<FlowDocument>,
): Promise<Gathered> {
  const flows = new Map([[document.name, document]]);
  const asked = new Set<string>([document.name]);
  const missing: string[] = [];
  const waiting = callsOf(document, catalog);
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (asked.has(name)) continue;
    asked.add(name);
    const found = await read(name).catch(() => undefined);
    if (!found) missing.push(name);
    else if (!flows.has(found.name)) {
      flows.set(found.name, found);
      waiting.push(...callsOf(found, catalog));
    }
  }
  return { flows: [...flows.values()], missing };
}
