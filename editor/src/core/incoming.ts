// What a text from outside holds: nodes that were copied, one flow or many, or a flow of Node-RED.
import { type Clip, readClip } from "./clipboard";
import type { Catalog } from "./descriptor";
import { type FlowDocument, NotAFlow } from "./document";
import { readFlows } from "./flowBundle";
import type { Conversion } from "./nodeRed";
import { readNodeRed } from "./nodeRedText";

export type Incoming =
  | { kind: "clip"; clip: Clip }
  | { kind: "flow"; flow: FlowDocument }
  | { kind: "flows"; flows: FlowDocument[] }
  | { kind: "nodeRed"; conversion: Conversion };

/** Says what is wrong, in words for the person who brought the text, where it holds none of these. */
export async function readIncoming(text: string, catalog: Catalog): Promise<Incoming> {
  const red = readNodeRed(text);
  if (red) {
    const { convertNodeRed } = await import("./nodeRed");
    return { kind: "nodeRed", conversion: convertNodeRed(red, catalog) };
  }
  const clip = readClip(text);
  if (clip && isClip(text)) return { kind: "clip", clip };
  const flows = readFlows(text);
  const [flow] = flows;
  if (flow === undefined) throw new NotAFlow("This file holds no flow.");
  return flows.length === 1 ? { kind: "flow", flow } : { kind: "flows", flows };
}

/** Copied nodes have no name; a flow has one. */
function isClip(text: string): boolean {
  return (JSON.parse(text) as { name?: unknown }).name === undefined;
}

/** The flows that a new one can be made of; copied nodes become one that is called so. */
export function flowsIn(incoming: Incoming, name: string): FlowDocument[] {
  switch (incoming.kind) {
    case "clip":
      return [
        { format: "opsconductor.flow/1", name, nodes: incoming.clip.nodes, wires: incoming.clip.wires },
      ];
    case "flow":
      return [incoming.flow];
    case "flows":
      return incoming.flows;
    case "nodeRed":
      return [incoming.conversion.document];
  }
}
