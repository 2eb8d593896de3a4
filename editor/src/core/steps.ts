// A flow that is a plain chain, as a list of steps. Its changes are operations on the drawing, so that the list and the
// canvas are two looks at one document.
import { type Catalog, type Port, portsOf } from "./descriptor";
import { type FlowDocument, type FlowNode, nodeTitle, sourcePortOf, type Wire, wireKind } from "./document";
import { NODE_WIDTH } from "./geometry";
import { newWireId, wireIds } from "./ids";
import type { BasicOperation, Operation } from "./operations";
import { kindBetween } from "./wiring";

export type Chain =
  | { ok: true; steps: readonly FlowNode[] }
  | { ok: false; reason: string /** The node that is in the way. */; node?: string };

/** The nodes in their order; else the sentence that says why they have none. */
export function chainOf(document: FlowDocument, catalog: Catalog): Chain {
  const title = (id: string) => {
    const node = document.nodes.find((item) => item.id === id);
    return node ? `“${nodeTitle(node, catalog.get(node.type)?.name ?? node.type)}”` : id;
  };
  const refuse = (node: string, says: string): Chain => ({
    ok: false,
    reason: `${title(node)} ${says}`,
    node,
  });
  const special = document.wires.find(
    (wire) => wireKind(wire) !== "flow" || !isMain(document, catalog, wire),
  );
  if (special) {
    return refuse(
      special.source,
      `has a wire at its port “${sourcePortOf(special)}”, and a list has one way on only.`,
    );
  }
  const [into, out] = [new Map<string, string>(), new Map<string, string>()];
  for (const { source, target } of document.wires) {
    if (out.has(source)) return refuse(source, "branches: several wires leave it.");
    if (into.has(target)) return refuse(target, "is where several paths meet.");
    out.set(source, target);
    into.set(target, source);
  }
  const heads = document.nodes.filter((node) => !into.has(node.id));
  const [head, second] = heads;
  if (!head)
    return document.nodes.length === 0
      ? { ok: true, steps: [] }
      : { ok: false, reason: "The path runs in a circle." };
  if (second) return refuse(second.id, `is not wired to what begins at ${title(head.id)}.`);
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const steps: FlowNode[] = [];
  for (let node: FlowNode | undefined = head; node; node = byId.get(out.get(node.id) ?? "")) steps.push(node);
  return { ok: true, steps };
}

/** The way on, not one of the ways, a body or the way of errors; of an unknown type every way is. */
function isMain(document: FlowDocument, catalog: Catalog, wire: Wire): boolean {
  const node = document.nodes.find((item) => item.id === wire.source);
  const main = node && outletOf(node, catalog);
  const isKnown = node && catalog.get(node.type) !== undefined;
  return !isKnown || main?.id === sourcePortOf(wire);
}

/** The only way on of a node; none where it decides between several. */
function outletOf(node: FlowNode, catalog: Catalog): Port | undefined {
  const descriptor = catalog.get(node.type);
  const ways =
    descriptor &&
    portsOf(descriptor, node.config).outputs.filter(({ kind, role }) => kind === "flow" && role === "next");
  return ways?.length === 1 ? ways[0] : undefined;
}

function inletOf(node: FlowNode, catalog: Catalog): Port | undefined {
  const descriptor = catalog.get(node.type);
  return descriptor && portsOf(descriptor, node.config).inputs.find((port) => port.kind === "flow");
}

/** Takes a step out, joins what is left, and closes the gap. */
export function withoutStep(
  steps: readonly FlowNode[],
  document: FlowDocument,
  catalog: Catalog,
  id: string,
): Operation {
  const left = steps.filter((step) => step.id !== id);
  const wires = rewiring(steps, left, document, catalog) ?? { gone: [], joins: [] };
  return {
    kind: "batch",
    label: "remove step",
    operations: [
      { kind: "remove", nodes: [id], wires: wires.gone },
      ...wires.joins.map((wire): BasicOperation => ({ kind: "addWire", wire })),
      places(steps, left),
    ],
  };
}

/** Puts a step elsewhere in the order; undefined where it cannot stand there. */
export function movedStep(
  steps: readonly FlowNode[],
  document: FlowDocument,
  catalog: Catalog,
  id: string,
  to: number,
): Operation | undefined {
  const step = steps.find((item) => item.id === id);
  if (!step || to < 0 || to >= steps.length || steps[to] === step) return undefined;
  const others = steps.filter((item) => item !== step);
  const order = [...others.slice(0, to), step, ...others.slice(to)];
  const wires = rewiring(steps, order, document, catalog);
  if (!wires) return undefined;
  return {
    kind: "batch",
    label: "move step",
    operations: [
      { kind: "remove", nodes: [], wires: wires.gone },
      ...wires.joins.map((wire): BasicOperation => ({ kind: "addWire", wire })),
      places(steps, order),
    ],
  };
}

const STEP_WIDTH = NODE_WIDTH + 80;

/** Puts a new step behind another, or first where none is named; undefined where it cannot stand there. */
export function withStep(
  steps: readonly FlowNode[],
  document: FlowDocument,
  catalog: Catalog,
  node: FlowNode,
  after: string | undefined,
): Operation | undefined {
  const at = after === undefined ? 0 : steps.findIndex((step) => step.id === after) + 1;
  const order = [...steps.slice(0, at), node, ...steps.slice(at)];
  const wires = rewiring(steps, order, document, catalog);
  const last = steps.at(-1);
  const end = last ? { x: last.x + STEP_WIDTH, y: last.y } : { x: node.x, y: node.y };
  if (!wires) return undefined;
  return {
    kind: "batch",
    label: "add step",
    operations: [
      { kind: "addNodes", nodes: [{ ...node, ...end }], wires: [] },
      { kind: "remove", nodes: [], wires: wires.gone },
      ...wires.joins.map((wire): BasicOperation => ({ kind: "addWire", wire })),
      places([...steps, { ...node, ...end }], order),
    ],
  };
}

/** Each step takes the place of the one that stood there in the old order; what is fixed stays. */
function places(before: readonly FlowNode[], after: readonly FlowNode[]): BasicOperation {
  const positions = after.flatMap((step, index) => {
    const place = before[index];
    return place && !step.fixed && !place.fixed ? [{ id: step.id, x: place.x, y: place.y }] : [];
  });
  return { kind: "moveNodes", positions };
}

/** The wires that are in the way of the new order, and those it needs. */
function rewiring(
  before: readonly FlowNode[],
  after: readonly FlowNode[],
  document: FlowDocument,
  catalog: Catalog,
): { gone: string[]; joins: Wire[] } | undefined {
  const had = new Set(pairs(before).map(([a, b]) => keyOf(a.id, b.id)));
  const wants = new Set(pairs(after).map(([a, b]) => keyOf(a.id, b.id)));
  const taken = wireIds(document);
  const joins: Wire[] = [];
  for (const [source, target] of pairs(after)) {
    if (had.has(keyOf(source.id, target.id))) continue;
    const [output, input] = [outletOf(source, catalog), inletOf(target, catalog)];
    const kind = output && input && kindBetween(output, input);
    if (!kind) return undefined;
    const id = newWireId(taken);
    taken.add(id);
    joins.push({
      id,
      source: source.id,
      sourcePort: output.id,
      target: target.id,
      targetPort: input.id,
      kind,
    });
  }
  const gone = document.wires
    .filter((wire) => !wants.has(keyOf(wire.source, wire.target)))
    .map((wire) => wire.id);
  return { gone, joins };
}

function pairs(steps: readonly FlowNode[]): [FlowNode, FlowNode][] {
  return steps.slice(1).flatMap((step, index) => {
    const before = steps[index];
    return before ? [[before, step] as [FlowNode, FlowNode]] : [];
  });
}

const keyOf = (source: string, target: string) => `${source}>${target}`;
