// Making a flow of its own out of some nodes, with what they need and what they give, and a call in their place.
import type { Catalog, Descriptor } from "./descriptor";
import {
  type FlowDocument,
  type FlowNode,
  FORMAT,
  isObject,
  type JsonObject,
  sourcePortOf,
  targetPortOf,
  type Wire,
} from "./document";
import { boundsOf, NODE_HEIGHT, NODE_WIDTH, snap } from "./geometry";
import { newNodeId, nodeIds } from "./ids";
import { type Mention, mentionOf, rewriteMentions } from "./mentions";
import { type Extraction, givenBy, needOf, type Output, typesFor } from "./subflowPlan";
import { rewriteTexts } from "./texts";
import { definitionsOf } from "./usages";

/** The flow that the nodes become. */
export function extractedFlow(
  document: FlowDocument,
  catalog: Catalog,
  chosen: ReadonlySet<string>,
  { inputs, outputs, entries, exits }: Extraction,
  name: string,
): FlowDocument {
  const types = typesFor(catalog);
  if (!types) throw new Error("There is no type that runs another flow.");
  const byExpression = new Map(inputs.map((input) => [input.expression, input.name]));
  const own = new Set(
    document.nodes
      .filter((node) => chosen.has(node.id))
      .flatMap((node) => definitionsOf(node, catalog).map((item) => item.name)),
  );
  const inside = document.nodes
    .filter((node) => chosen.has(node.id))
    .map((node) =>
      rewriteTexts(node, catalog, ({ text, language }) =>
        rewriteMentions(text, language, (mention) => {
          const need = needOf(document, mention, own, chosen);
          const input = need && byExpression.get(need.expression);
          return need && input !== undefined
            ? saidOf(mention, need.expression, mentionOf("params", input))
            : undefined;
        }),
      ),
    );
  const box = boundsOf(
    inside.map((node) => ({ x: node.x, y: node.y, width: NODE_WIDTH, height: NODE_HEIGHT })),
  );
  const taken = new Set(inside.map((node) => node.id));
  const start = placed(types.start, taken, { x: (box?.x ?? 0) - NODE_WIDTH - 60, y: inside[0]?.y ?? 0 });
  const first = entries.length > 0 ? [...new Set(entries.map((wire) => wire.target))] : [inside[0]?.id ?? ""];
  const wires = document.wires.filter((wire) => chosen.has(wire.source) && chosen.has(wire.target));
  const ids = new Set(wires.map((wire) => wire.id));
  const add = (wire: Omit<Wire, "id">): Wire => {
    const id = newWire(ids);
    ids.add(id);
    return { id, ...wire };
  };
  const startPort = types.start.ports.outputs[0]?.id ?? "output";
  const begin = first.map((target) =>
    add({
      source: start.id,
      sourcePort: startPort,
      target,
      targetPort: portInto(entries, target),
      kind: "flow",
    }),
  );
  const exit = exits[0];
  const end =
    types.end && exit && placed(types.end, taken, { x: (box?.x ?? 0) + (box?.width ?? 0) + 60, y: start.y });
  if (end && outputs.length > 0) end.config = { ...end.config, result: resultOf(outputs) };
  const finish =
    end && exit
      ? [
          add({
            source: exit.source,
            sourcePort: sourcePortOf(exit),
            target: end.id,
            targetPort: types.end?.ports.inputs[0]?.id ?? "in",
            kind: "flow",
          }),
        ]
      : [];
  const parameters = Object.fromEntries(inputs.map((input) => [input.name, input.parameter]));
  return {
    format: FORMAT,
    name,
    description: `Taken out of “${document.name}”.`,
    ...(inputs.length > 0 ? { parameters } : {}),
    nodes: [start, ...inside, ...(end ? [end] : [])],
    wires: [...begin, ...wires, ...finish],
  };
}

/** A mention said of something else: what is taken of it stays. */
function saidOf({ root, member }: Mention, expression: string, said: string): string {
  return expression === root && member !== undefined ? mentionOf(said, member) : said;
}

function resultOf(outputs: readonly Output[]): JsonObject {
  return Object.fromEntries(outputs.map((output) => [output.name, `{{ ${output.expression} }}`]));
}

function portInto(entries: readonly Wire[], target: string): string {
  const entry = entries.find((wire) => wire.target === target);
  return entry ? targetPortOf(entry) : "in";
}

function newWire(taken: ReadonlySet<string>): string {
  for (let number = taken.size + 1; ; number += 1) if (!taken.has(`w${number}`)) return `w${number}`;
}

function placed(type: Descriptor, taken: Set<string>, at: { x: number; y: number }): FlowNode {
  const id = newNodeId(type.type, taken);
  taken.add(id);
  return { id, type: type.type, x: snap(at.x), y: snap(at.y), config: structuredClone(type.defaults ?? {}) };
}

/** The flow with a call in the place of the nodes, and everything that spoke of them speaking of the call. */
export function withCall(
  document: FlowDocument,
  catalog: Catalog,
  chosen: ReadonlySet<string>,
  { inputs, outputs, entries, exits }: Extraction,
  flow: string,
): { document: FlowDocument; call: string } {
  const types = typesFor(catalog);
  if (!types) throw new Error("There is no type that runs another flow.");
  const inside = document.nodes.filter((node) => chosen.has(node.id));
  const box = boundsOf(
    inside.map((node) => ({ x: node.x, y: node.y, width: NODE_WIDTH, height: NODE_HEIGHT })),
  );
  const middle = {
    x: (box?.x ?? 0) + ((box?.width ?? 0) - NODE_WIDTH) / 2,
    y: box ? (inside[0]?.y ?? box.y) : 0,
  };
  const call = placed(types.call, nodeIds(document), middle);
  call.name = flow;
  const parameters = Object.fromEntries(inputs.map((input) => [input.name, `{{ ${input.expression} }}`]));
  call.config = { ...call.config, flow, ...(inputs.length > 0 ? { parameters } : {}) };
  const inlet = types.call.ports.inputs[0]?.id ?? "in";
  const outlet =
    types.call.ports.outputs.find((port) => port.role === "next" || port.id === "output")?.id ?? "output";
  const [entering, leaving] = [new Set(entries), new Set(exits)];
  const seen = new Set<string>();
  const wires = document.wires.flatMap((wire): Wire[] => {
    if (leaving.has(wire)) return [{ ...wire, source: call.id, sourcePort: outlet }];
    if (!entering.has(wire)) return chosen.has(wire.source) || chosen.has(wire.target) ? [] : [wire];
    const from = `${wire.source}/${sourcePortOf(wire)}`;
    if (seen.has(from)) return [];
    seen.add(from);
    return [{ ...wire, target: call.id, targetPort: inlet }];
  });
  const set = new Set(inside.flatMap((node) => definitionsOf(node, catalog).map((item) => item.name)));
  const saying = new Map(
    outputs.map((output) => [output.expression, `nodes.${call.id}.output.${output.name}`]),
  );
  const isFirst = (node: FlowNode) => node.id === inside[0]?.id;
  const nodes = document.nodes.flatMap((node) => {
    if (chosen.has(node.id)) return isFirst(node) ? [call] : [];
    return [
      rewriteTexts(node, catalog, ({ text, language }) =>
        rewriteMentions(text, language, (mention) => {
          const given = givenBy(document, mention, set, chosen);
          const said = given && saying.get(given.expression);
          return given && said !== undefined ? saidOf(mention, given.expression, said) : undefined;
        }),
      ),
    ];
  });
  return { document: withoutGroups({ ...document, nodes, wires }, chosen, call.id), call: call.id };
}

/** Groups that held the nodes hold the call. */
function withoutGroups(document: FlowDocument, chosen: ReadonlySet<string>, call: string): FlowDocument {
  if (!document.groups) return document;
  const groups = document.groups.map((group) => {
    if (!isObject(group) || !Array.isArray(group.nodes)) return group;
    if (!group.nodes.some((id) => typeof id === "string" && chosen.has(id))) return group;
    const nodes = group.nodes.filter((id) => typeof id !== "string" || !chosen.has(id));
    return { ...group, nodes: [...nodes, call] };
  });
  return { ...document, groups };
}
