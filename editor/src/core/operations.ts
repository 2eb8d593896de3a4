// Every change of a flow document is one of these operations; nothing else writes to a document.
import { leave } from "./annotations";
import {
  type FlowDocument,
  type FlowNode,
  type FlowParameter,
  type FlowSettings,
  isObject,
  type Json,
  type JsonObject,
  type Wire,
} from "./document";

export type NodeSettings = Pick<
  FlowNode,
  | "disabled"
  | "onError"
  | "timeout"
  | "retry"
  | "outputVariable"
  | "repeatable"
  | "run"
  | "notes"
  | "fixed"
  | "target"
  | "credential"
>;

export type DocumentFields = Partial<{
  name: string;
  description: string;
  labels: string[];
  parameters: { [name: string]: FlowParameter };
  settings: FlowSettings;
  rules: NonNullable<FlowDocument["rules"]>;
}>;

/** What a wire says of itself; an empty text is left out. */
export type WireFields = Pick<Wire, "label" | "link">;

export type Path = readonly (string | number)[];

/** A change of one kind; the rest of an `Operation` is made of these. */
export type BasicOperation =
  | { kind: "addNodes"; nodes: FlowNode[]; wires: Wire[]; label?: string }
  | { kind: "remove"; nodes: string[]; wires: string[] }
  | { kind: "moveNodes"; positions: { id: string; x: number; y: number }[]; label?: string; merge?: string }
  | { kind: "setConfig"; node: string; path: Path; value: Json | undefined }
  | { kind: "renameNode"; node: string; name: string }
  | { kind: "setNode"; node: string; settings: NodeSettings }
  | { kind: "rewriteNode"; node: string; content: Omit<FlowNode, "id"> }
  | { kind: "addWire"; wire: Wire }
  /** Wires that take the place of one. Where they stand among all says in which order paths are merged. */
  | { kind: "rewire"; wire: string; wires: Wire[] }
  | { kind: "setWire"; wire: string; fields: WireFields }
  | { kind: "setDocument"; fields: DocumentFields }
  | { kind: "annotate"; groups?: Json[]; notes?: Json[]; label: string; merge?: string };

export type Operation =
  | BasicOperation
  | { kind: "batch"; operations: readonly BasicOperation[]; label: string }
  | { kind: "replace"; document: FlowDocument; label?: string; mergeKey?: string };

/** The document after the operation; the same object when nothing changed. */
export function applyOperation(document: FlowDocument, operation: Operation): FlowDocument {
  if (operation.kind === "replace") return operation.document;
  const steps = operation.kind === "batch" ? operation.operations : [operation];
  return steps.reduce(change, document);
}

function change(document: FlowDocument, operation: BasicOperation): FlowDocument {
  switch (operation.kind) {
    case "addNodes":
      return assigned(document, {
        nodes: added(document.nodes, operation.nodes.map(onGrid)),
        wires: added(document.wires, operation.wires),
      });
    case "remove":
      return remove(document, new Set(operation.nodes), new Set(operation.wires));
    case "moveNodes":
      return move(document, operation.positions);
    case "setConfig":
      return withNode(document, operation.node, (node) => setConfig(node, operation.path, operation.value));
    case "renameNode":
      return withNode(document, operation.node, (node) =>
        assigned(node, { name: operation.name || undefined }),
      );
    case "setNode":
      return withNode(document, operation.node, (node) => assigned(node, operation.settings));
    case "rewriteNode":
      return withNode(document, operation.node, ({ id }) => onGrid({ id, ...operation.content }));
    case "addWire":
      return assigned(document, { wires: added(document.wires, [operation.wire]) });
    case "rewire":
      return assigned(document, {
        wires: document.wires.flatMap((wire) => (wire.id === operation.wire ? operation.wires : [wire])),
      });
    case "setWire":
      return setWire(document, operation.wire, operation.fields);
    case "setDocument":
      return assigned(document, operation.fields);
    case "annotate":
      return annotate(document, operation);
  }
}

function onGrid(node: FlowNode): FlowNode {
  return { ...node, x: Math.round(node.x), y: Math.round(node.y) };
}

function added<T>(list: T[], more: readonly T[]): T[] {
  return more.length > 0 ? [...list, ...more] : list;
}

/** The same list when no item changed. */
function mapped<T>(list: T[], update: (item: T) => T): T[] {
  const next = list.map(update);
  return next.every((item, index) => item === list[index]) ? list : next;
}

function kept<T>(list: T[], isKept: (item: T) => boolean): T[] {
  const next = list.filter(isKept);
  return next.length === list.length ? list : next;
}

function remove(document: FlowDocument, nodes: Set<string>, wires: Set<string>): FlowDocument {
  const isGrouped = document.groups?.some((group) => isMemberOf(group, nodes));
  return assigned(document, {
    nodes: kept(document.nodes, (node) => !nodes.has(node.id)),
    wires: kept(
      document.wires,
      (wire) => !wires.has(wire.id) && !nodes.has(wire.source) && !nodes.has(wire.target),
    ),
    ...(document.groups && isGrouped ? { groups: listOrNone(leave(document.groups, nodes)) } : {}),
  });
}

function isMemberOf(group: Json, nodes: ReadonlySet<string>): boolean {
  if (!isObject(group) || !Array.isArray(group.nodes)) return false;
  return group.nodes.some((id) => typeof id === "string" && nodes.has(id));
}

function annotate(
  document: FlowDocument,
  { groups, notes }: Extract<BasicOperation, { kind: "annotate" }>,
): FlowDocument {
  return assigned(document, {
    ...(groups ? { groups: listOrNone(groups) } : {}),
    ...(notes ? { notes: listOrNone(notes) } : {}),
  });
}

/** A list that is empty is left out. */
function listOrNone(list: Json[]): Json[] | undefined {
  return list.length > 0 ? list : undefined;
}

function move(document: FlowDocument, positions: { id: string; x: number; y: number }[]): FlowDocument {
  const byId = new Map(positions.map(({ id, x, y }) => [id, { x: Math.round(x), y: Math.round(y) }]));
  return assigned(document, {
    nodes: mapped(document.nodes, (node) => assigned(node, byId.get(node.id) ?? {})),
  });
}

function withNode(document: FlowDocument, id: string, update: (node: FlowNode) => FlowNode): FlowDocument {
  return assigned(document, {
    nodes: mapped(document.nodes, (node) => (node.id === id ? update(node) : node)),
  });
}

function setWire(document: FlowDocument, id: string, fields: WireFields): FlowDocument {
  const texts = Object.fromEntries(Object.entries(fields).map(([name, text]) => [name, text || undefined]));
  const wires = mapped(document.wires, (wire) => (wire.id === id ? assigned(wire, texts) : wire));
  return assigned(document, { wires });
}

/** With the given fields; a field given as undefined is left out. The same object when that changes nothing. */
function assigned<T extends object>(target: T, fields: Partial<T>): T {
  const keys = (Object.keys(fields) as (keyof T)[]).filter((key) => target[key] !== fields[key]);
  if (keys.length === 0) return target;
  const next = { ...target };
  for (const key of keys) {
    if (fields[key] === undefined) delete next[key];
    else next[key] = fields[key] as T[keyof T];
  }
  return next;
}

function setConfig(node: FlowNode, path: Path, value: Json | undefined): FlowNode {
  if (path.length === 0 || (value === undefined && !node.config)) return node;
  return assigned(node, { config: setAt(node.config ?? {}, path, value) as JsonObject });
}

type Container = JsonObject | Json[];

function setAt(container: Container, path: Path, value: Json | undefined): Container {
  const [head, ...rest] = path;
  if (head === undefined) return container;
  const old = (container as JsonObject)[head];
  if (rest.length === 0) return withEntry(container, head, value);
  const isContainer = typeof old === "object" && old !== null;
  if (!isContainer && value === undefined) return container;
  const inner = isContainer ? old : typeof rest[0] === "number" ? [] : {};
  return withEntry(container, head, setAt(inner, rest, value));
}

function withEntry(container: Container, key: string | number, value: Json | undefined): Container {
  if (!Array.isArray(container)) return assigned<JsonObject>(container, { [key]: value });
  if (value === undefined) return container.toSpliced(Number(key), 1);
  const next = [...container];
  next[Number(key)] = value;
  return next;
}

/** Operations with the same key, one soon after the other, are one step for undo. */
export function mergeKey(operation: Operation): string | undefined {
  switch (operation.kind) {
    case "setConfig":
      return `config:${operation.node}:${operation.path.join("/")}`;
    case "renameNode":
      return `name:${operation.node}`;
    case "setNode":
      return `settings:${operation.node}:${Object.keys(operation.settings).join(",")}`;
    case "rewriteNode":
      return `rewrite:${operation.node}`;
    case "setWire":
      return `wire:${operation.wire}:${Object.keys(operation.fields).join(",")}`;
    case "moveNodes":
    case "annotate":
      return operation.merge;
    case "setDocument":
      return `document:${Object.keys(operation.fields).join(",")}`;
    case "replace":
      return operation.mergeKey;
    default:
      return undefined;
  }
}

/** What undo says it takes back. */
export function describe(operation: Operation): string {
  switch (operation.kind) {
    case "addNodes":
      return (
        operation.label ?? (operation.nodes.length === 1 ? "add node" : `add ${operation.nodes.length} nodes`)
      );
    case "remove":
      return operation.nodes.length > 0 ? `delete ${count(operation.nodes.length, "node")}` : "delete wire";
    case "moveNodes":
      return operation.label ?? `move ${count(operation.positions.length, "node")}`;
    case "setConfig":
      return `change ${operation.path[0] ?? "parameter"}`;
    case "renameNode":
      return "rename node";
    case "setNode":
      return "change node settings";
    case "rewriteNode":
      return "edit node as JSON";
    case "addWire":
      return "add wire";
    case "rewire":
      return "move wire";
    case "setWire":
      return `change wire ${Object.keys(operation.fields).join(", ")}`;
    case "setDocument":
      return `change ${Object.keys(operation.fields).join(", ")}`;
    case "annotate":
    case "batch":
      return operation.label;
    case "replace":
      return operation.label ?? "replace document";
  }
}

function count(number: number, noun: string): string {
  return number === 1 ? noun : `${number} ${noun}s`;
}
