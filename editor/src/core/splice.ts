// Putting a node into a wire, taking it out again, and joining what is left on both sides.
import { type Catalog, type Port, type Ports, portsOf } from "./descriptor";
import {
  type FlowDocument,
  type FlowNode,
  sourcePortOf,
  targetPortOf,
  type Wire,
  wireKind,
} from "./document";
import { boxOf, freePlace, GRID, NODE_HEIGHT, type Size, snap } from "./geometry";
import { newWireId, wireIds } from "./ids";
import { applyOperation, type BasicOperation, type Operation } from "./operations";
import { kindBetween, reachable } from "./wiring";

const NO_PORTS: Ports = { inputs: [], outputs: [] };
/** Room on each side of a node that was put into a wire; a small one needs less. */
const GAP = 60;

export function hasWires(document: FlowDocument, node: string): boolean {
  return document.wires.some((wire) => wire.source === node || wire.target === node);
}

/** The two wires that take this one's place; nothing when the node does not fit in. */
export function spliceInto(
  document: FlowDocument,
  catalog: Catalog,
  node: FlowNode,
  wire: Wire,
): BasicOperation[] | undefined {
  if (wire.source === node.id || wire.target === node.id) return undefined;
  const own = portsIn(catalog, node);
  const output = portOf(document, catalog, wire.source, "outputs", sourcePortOf(wire));
  const input = portOf(document, catalog, wire.target, "inputs", targetPortOf(wire));
  const entry = output && own.inputs.find((port) => port.kind !== "loop" && kindBetween(output, port));
  const exit = input && mainFirst(own.outputs).find((port) => kindBetween(port, input));
  if (!output || !input || !entry || !exit) return undefined;
  const taken = wireIds(document);
  const before = newWireId(taken);
  const after = newWireId(new Set([...taken, before]));
  // The label says what leaves the first node, the name of a link what it leads to.
  const { label, link, ...plain } = wire;
  const into: Wire = {
    ...plain,
    ...(label ? { label } : {}),
    id: before,
    sourcePort: output.id,
    target: node.id,
    targetPort: entry.id,
    kind: kindBetween(output, entry),
  };
  const onward: Wire = {
    ...plain,
    id: after,
    source: node.id,
    sourcePort: exit.id,
    targetPort: input.id,
    kind: kindBetween(exit, input),
    ...(link ? { link } : {}),
  };
  return [{ kind: "rewire", wire: wire.id, wires: [into, onward] }];
}

/** The way on comes before the bodies and the way out of errors. */
function mainFirst(ports: readonly Port[]): Port[] {
  const rank = (port: Port) => (port.kind === "error" ? 2 : port.role === "next" ? 0 : 1);
  return [...ports].sort((a, b) => rank(a) - rank(b));
}

/**
 * A new node put into a wire as one step: with its middle at a point, else between the two it joins. What follows moves
 * on when there is too little room.
 */
export function insertOnWire(
  document: FlowDocument,
  catalog: Catalog,
  node: FlowNode,
  wire: Wire,
  at?: { x: number; y: number },
): Operation | undefined {
  const source = document.nodes.find((item) => item.id === wire.source);
  const target = document.nodes.find((item) => item.id === wire.target);
  const spliced = spliceInto(document, catalog, node, wire);
  if (!source || !target || !spliced) return undefined;
  const own = boxOf(node, catalog);
  const { shift, ...place } = at
    ? { x: snap(at.x - own.width / 2), y: snap(at.y - own.height / 2), shift: 0 }
    : placeBetween(document, catalog, own, [source, target], wire);
  return {
    kind: "batch",
    label: "insert node",
    operations: [
      ...(shift > 0 ? [makeRoom(document, target, shift)] : []),
      { kind: "addNodes", nodes: [{ ...node, ...place }], wires: [] },
      ...spliced,
    ],
  };
}

/** Behind the first of the two where the second is far or before it, else in the middle; and what is lacking there. */
function placeBetween(
  document: FlowDocument,
  catalog: Catalog,
  own: Size,
  [source, target]: [FlowNode, FlowNode],
  wire: Wire,
): { x: number; y: number; shift: number } {
  const { width } = boxOf(source, catalog);
  const gap = Math.min(GAP, Math.max(GRID, own.width));
  const down = Math.max(0, (NODE_HEIGHT - own.height) / 2);
  const behind = source.x + width + GAP;
  if (wire.link) return { ...freePlace({ x: behind, y: source.y + down }, document.nodes), shift: 0 };
  const y = snap((source.y + target.y) / 2 + down);
  if (wireKind(wire) === "loop" || target.x <= source.x) return { x: behind, y, shift: 0 };
  const shift = snap(Math.max(0, source.x + width + own.width + 2 * gap - target.x));
  return { x: snap((source.x + width + target.x + shift - own.width) / 2), y, shift };
}

function makeRoom(document: FlowDocument, from: FlowNode, shift: number): BasicOperation {
  const behind = reachable(document, from.id, "forward");
  const positions = document.nodes
    .filter((node) => behind.has(node.id) && node.x >= from.x)
    .map((node) => ({ id: node.id, x: node.x + shift, y: node.y }));
  return { kind: "moveNodes", positions };
}

/** Takes a node out of its wires and joins what was on both sides. */
export function pullOut(document: FlowDocument, catalog: Catalog, node: string): BasicOperation[] {
  const wires = document.wires.filter((wire) => wire.source === node || wire.target === node);
  if (wires.length === 0) return [];
  const joins = joinsWithout(document, catalog, new Set([node]));
  return [
    { kind: "remove", nodes: [], wires: wires.map((wire) => wire.id) },
    ...joins.map((wire): BasicOperation => ({ kind: "addWire", wire })),
  ];
}

/** Deletes; where a deleted node had one way in and one way on, its neighbours are joined unless that is not wanted. */
export function removal(
  document: FlowDocument,
  catalog: Catalog,
  selection: { nodes: ReadonlySet<string>; wires: ReadonlySet<string> },
  rejoin: boolean,
): Operation {
  const remove: BasicOperation = {
    kind: "remove",
    nodes: [...selection.nodes],
    wires: [...selection.wires],
  };
  const joins = rejoin ? joinsWithout(document, catalog, selection.nodes) : [];
  if (joins.length === 0) return remove;
  const operations = [remove, ...joins.map((wire): BasicOperation => ({ kind: "addWire", wire }))];
  return { kind: "batch", operations, label: selection.nodes.size === 1 ? "delete node" : "delete nodes" };
}

/** The wires that close the gaps when these nodes are gone. */
function joinsWithout(document: FlowDocument, catalog: Catalog, gone: ReadonlySet<string>): Wire[] {
  const taken = wireIds(document);
  const joins: Wire[] = [];
  for (const start of document.wires) {
    if (gone.has(start.source) || !gone.has(start.target)) continue;
    const end = followTo(document, start, gone);
    const wire = end && joined(document, catalog, start, end, newWireId(taken));
    if (!wire) continue;
    taken.add(wire.id);
    joins.push(wire);
  }
  return joins;
}

/** The wire by which the way leaves the nodes that go; nothing where it splits, meets another, or ends. */
function followTo(document: FlowDocument, start: Wire, gone: ReadonlySet<string>): Wire | undefined {
  const seen = new Set<string>();
  let wire = start;
  while (gone.has(wire.target)) {
    const node = wire.target;
    if (seen.has(node)) return undefined;
    seen.add(node);
    const into = document.wires.filter((item) => item.target === node);
    const [out, ...more] = document.wires.filter((item) => item.source === node);
    if (into.length !== 1 || !out || more.length > 0 || wireKind(out) === "error") return undefined;
    wire = out;
  }
  return wire;
}

function joined(
  document: FlowDocument,
  catalog: Catalog,
  start: Wire,
  end: Wire,
  id: string,
): Wire | undefined {
  const output = portOf(document, catalog, start.source, "outputs", sourcePortOf(start));
  const input = portOf(document, catalog, end.target, "inputs", targetPortOf(end));
  const kind = output && input && kindBetween(output, input);
  const isThere = document.wires.some(
    (wire) =>
      wire.source === start.source &&
      wire.target === end.target &&
      sourcePortOf(wire) === sourcePortOf(start) &&
      targetPortOf(wire) === targetPortOf(end),
  );
  if (!kind || isThere || start.source === end.target) return undefined;
  const { label } = start;
  const link = end.link ?? start.link;
  return {
    id,
    source: start.source,
    sourcePort: output.id,
    target: end.target,
    targetPort: input.id,
    kind,
    ...(label ? { label } : {}),
    ...(link ? { link } : {}),
  };
}

function portsIn(catalog: Catalog, node: FlowNode): Ports {
  const descriptor = catalog.get(node.type);
  return descriptor ? portsOf(descriptor, node.config) : NO_PORTS;
}

function portOf(
  document: FlowDocument,
  catalog: Catalog,
  id: string,
  side: "inputs" | "outputs",
  port: string,
): Port | undefined {
  const node = document.nodes.find((item) => item.id === id);
  return node && portsIn(catalog, node)[side].find((item) => item.id === port);
}

export interface Drop {
  positions: { id: string; x: number; y: number }[];
  /** The only node dragged was taken out of its wires. */
  lift?: string;
  /** The wire it was dropped on. */
  into?: string;
}

/** The drawing while a node is pulled out of its wires. */
export function lifted(document: FlowDocument, catalog: Catalog, node: string): FlowDocument {
  const operations = pullOut(document, catalog, node);
  return operations.length > 0
    ? applyOperation(document, { kind: "batch", operations, label: "pull out" })
    : document;
}

/** What a drag comes to, as one step. */
export function drop(document: FlowDocument, catalog: Catalog, { positions, lift, into }: Drop): Operation {
  const moves: BasicOperation = { kind: "moveNodes", positions };
  const out = lift ? pullOut(document, catalog, lift) : [];
  const between = lift ? lifted(document, catalog, lift) : document;
  const wire = between.wires.find((item) => item.id === into);
  const node = between.nodes.find((item) => item.id === positions[0]?.id);
  const put = (wire && node && spliceInto(between, catalog, node, wire)) ?? [];
  if (out.length + put.length === 0) return moves;
  return {
    kind: "batch",
    operations: [...out, moves, ...put],
    label: put.length > 0 ? "put node into wire" : "pull node out",
  };
}
