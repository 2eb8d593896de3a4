// What it takes to make a flow of its own out of some nodes: what they need, what they give, and whether it can be.
import { isCall } from "./calls";
import { type Catalog, type Descriptor, portsOf } from "./descriptor";
import {
  type FlowDocument,
  type FlowNode,
  type FlowParameter,
  isObject,
  type Json,
  type ParameterType,
  sourcePortOf,
  type Wire,
  wireKind,
} from "./document";
import { type Mention, mentionOf, mentionsIn } from "./mentions";
import { nodeMeant } from "./references";
import { isPlainStart } from "./starts";
import { textsOf } from "./texts";
import { BUILT_IN, definitionsOf } from "./usages";
import { reachable } from "./wiring";

/** What the nodes read from outside: a parameter of the new flow. */
export interface Input {
  name: string;
  /** How it is said in the flow they come from. */
  expression: string;
  parameter: FlowParameter;
}

/** What is read from the nodes outside: a field of the new flow's result. */
export interface Output {
  name: string;
  /** How it is said inside. */
  expression: string;
}

export interface Extraction {
  inputs: Input[];
  outputs: Output[];
  /** The wire ends where a path enters and leaves. */
  entries: Wire[];
  exits: Wire[];
}

export type Plan = { ok: true; extraction: Extraction } | { ok: false; reason: string };

const refuse = (reason: string): Plan => ({ ok: false, reason });

/** Whether the nodes can become a flow, with what goes in and comes out; else the sentence that says why not. */
export function planExtraction(document: FlowDocument, catalog: Catalog, chosen: ReadonlySet<string>): Plan {
  if (!typesFor(catalog)) return refuse("This server has no node that runs another flow.");
  const inside = document.nodes.filter((node) => chosen.has(node.id));
  if (inside.length === 0) return refuse("Select the nodes that are to become a flow of their own.");
  const start = inside.find((node) => catalog.get(node.type)?.ports.inputs.length === 0);
  if (start)
    return refuse("Leave the start of the flow out of the selection; the new flow gets a start of its own.");
  const entries = document.wires.filter((wire) => !chosen.has(wire.source) && chosen.has(wire.target));
  const exits = document.wires.filter((wire) => chosen.has(wire.source) && !chosen.has(wire.target));
  const reason =
    checkEntries(entries) ?? checkExits(document, catalog, exits) ?? checkPath(document, chosen, exits);
  if (reason) return refuse(reason);
  const inputs = inputsOf(document, catalog, inside, chosen);
  const outputs = outputsOf(document, catalog, inside, chosen);
  const behind = outputs.length > 0 && readsMessage(document, catalog, exits, chosen);
  if (behind) {
    return refuse(
      `“${behind}” reads the message behind the selection, and something that is set inside it is read as well. A flow gives one result: put the value into the message first, or select fewer nodes.`,
    );
  }
  return { ok: true, extraction: { inputs, outputs, entries, exits } };
}

function checkEntries(entries: readonly Wire[]): string | undefined {
  const targets = new Set(entries.map((wire) => wire.target));
  if (entries.some((wire) => wireKind(wire) === "data"))
    return "A data wire leads into the selection. Use an expression in its place, or select its source too.";
  if (entries.some((wire) => wireKind(wire) === "loop"))
    return "A path leads back into the selected loop from outside. Select the loop with its whole body.";
  const sources = new Set(entries.map((wire) => `${wire.source}/${sourcePortOf(wire)}`));
  if (targets.size > 1 && sources.size > 1)
    return "Paths enter the selection at several nodes. Select nodes that begin with one.";
  return undefined;
}

function checkExits(document: FlowDocument, catalog: Catalog, exits: readonly Wire[]): string | undefined {
  if (exits.some((wire) => wireKind(wire) === "error"))
    return "An error wire leads out of the selection. Select the node that handles the error too.";
  if (exits.some((wire) => wireKind(wire) === "data"))
    return "A data wire leads out of the selection. Use an expression in its place, or select its target too.";
  const isBody = exits.some((wire) => {
    const node = document.nodes.find((item) => item.id === wire.source);
    const type = node && catalog.get(node.type);
    const ports = type ? portsOf(type, node?.config).outputs : [];
    return ports.find((port) => port.id === sourcePortOf(wire))?.role === "body";
  });
  if (isBody) return "Only a part of a body is selected. Select its control node with the whole body.";
  const ways = new Set(exits.map((wire) => `${wire.source}/${sourcePortOf(wire)}`));
  if (ways.size > 1) return "Paths leave the selection at several places. Select nodes that end with one.";
  return undefined;
}

/** A path that leaves and comes back would make a circle through the call. */
function checkPath(
  document: FlowDocument,
  chosen: ReadonlySet<string>,
  exits: readonly Wire[],
): string | undefined {
  const returns = exits
    .filter((wire) => wireKind(wire) !== "loop")
    .some((wire) => [...reachable(document, wire.target, "forward")].some((id) => chosen.has(id)));
  return returns ? "A path leaves the selection and comes back. Select the nodes between too." : undefined;
}

function inputsOf(
  document: FlowDocument,
  catalog: Catalog,
  inside: readonly FlowNode[],
  chosen: ReadonlySet<string>,
): Input[] {
  const own = new Set(inside.flatMap((node) => definitionsOf(node, catalog).map((item) => item.name)));
  const found = new Map<string, Input>();
  for (const mention of mentionsOf(inside, catalog)) {
    const need = needOf(document, mention, own, chosen);
    if (!need || found.has(need.expression)) continue;
    const taken = new Set([...found.values()].map((input) => input.name));
    const parameter = document.parameters?.[need.name] ?? { type: typeOf(document, catalog, mention) };
    found.set(need.expression, { ...need, name: freeName(need.name, taken), parameter });
  }
  return [...found.values()];
}

/** What of the outside a mention needs; undefined for what is there inside too. */
export function needOf(
  document: FlowDocument,
  mention: Mention,
  own: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
): { name: string; expression: string } | undefined {
  const { root, member } = mention;
  if (root === "params" || root === "parameters")
    return member === undefined ? undefined : { name: member, expression: mentionOf("params", member) };
  if (root === "nodes") {
    const node = nodeMeant(document, mention);
    if (!node || chosen.has(node.id) || member === undefined) return undefined;
    return { name: node.id.replace(/\W/g, "_"), expression: mentionOf("nodes", member) };
  }
  if (root === "vars")
    return member === undefined || own.has(member)
      ? undefined
      : { name: member, expression: mentionOf("vars", member) };
  if (["item", "index", "loop", "error", "prev", "inputs", "attempt", "branch"].includes(root))
    return { name: root === "inputs" ? "inputs_before" : `${root}_before`, expression: root };
  return BUILT_IN.has(root) || own.has(root) ? undefined : { name: root, expression: root };
}

function mentionsOf(nodes: readonly FlowNode[], catalog: Catalog): Mention[] {
  return nodes
    .flatMap((node) => textsOf(node, catalog))
    .flatMap(({ text, language }) => mentionsIn(text, language));
}

/** The type of a value, as far as the drawing tells it. */
function typeOf(document: FlowDocument, catalog: Catalog, { root, member }: Mention): ParameterType {
  if (["nodes", "loop", "error", "prev", "inputs"].includes(root)) return "object";
  if (root === "index" || root === "attempt") return "integer";
  const name = root === "vars" ? member : root;
  const initial = (document as { variables?: Json }).variables;
  const set = document.nodes
    .flatMap((node) => definitionsOf(node, catalog))
    .find((item) => item.name === name);
  const value = isObject(initial) && name !== undefined && name in initial ? initial[name] : set?.value;
  if (Array.isArray(value)) return "array";
  if (isObject(value) && !("$expr" in value)) return "object";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "boolean" ? "boolean" : "string";
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : `${name}_${number}`;
    if (!taken.has(free)) return free;
  }
}

/** Variables set and nodes finished inside that are mentioned outside. */
function outputsOf(
  document: FlowDocument,
  catalog: Catalog,
  inside: readonly FlowNode[],
  chosen: ReadonlySet<string>,
): Output[] {
  const outside = document.nodes.filter((node) => !chosen.has(node.id));
  const set = new Set(inside.flatMap((node) => definitionsOf(node, catalog).map((item) => item.name)));
  const found = new Map<string, Output>();
  for (const mention of mentionsOf(outside, catalog)) {
    const given = givenBy(document, mention, set, chosen);
    if (!given || found.has(given.expression)) continue;
    const taken = new Set([...found.values()].map((output) => output.name));
    found.set(given.expression, { ...given, name: freeName(given.name, taken) });
  }
  return [...found.values()];
}

export function givenBy(
  document: FlowDocument,
  mention: Mention,
  set: ReadonlySet<string>,
  chosen: ReadonlySet<string>,
): Output | undefined {
  const { root, member } = mention;
  if (root === "nodes") {
    const node = nodeMeant(document, mention);
    if (!node || !chosen.has(node.id)) return undefined;
    return { name: node.id.replace(/\W/g, "_"), expression: mentionOf("nodes", node.id) };
  }
  const name = root === "vars" ? member : root;
  return name !== undefined && set.has(name) ? { name, expression: name } : undefined;
}

/** The node behind the selection that reads the message, by its title. */
function readsMessage(
  document: FlowDocument,
  catalog: Catalog,
  exits: readonly Wire[],
  chosen: ReadonlySet<string>,
): string | undefined {
  const behind = new Set(exits.flatMap((wire) => [...reachable(document, wire.target, "forward")]));
  const reader = document.nodes.find(
    (node) =>
      behind.has(node.id) &&
      !chosen.has(node.id) &&
      mentionsOf([node], catalog).some(({ root }) => ["msg", "prev", "inputs"].includes(root)),
  );
  return reader && (reader.name ?? catalog.get(reader.type)?.name ?? reader.type);
}

export interface Types {
  call: Descriptor;
  start: Descriptor;
  end: Descriptor | undefined;
}

/** The types that extraction needs, found by what they are like. */
export function typesFor(catalog: Catalog): Types | undefined {
  const call = catalog.items.find(isCall);
  const start = catalog.items.find(isPlainStart);
  const end = catalog.items.find(
    (item) => item.shape === "terminal" && item.schema.properties?.result !== undefined,
  );
  return call && start ? { call, start, end } : undefined;
}
