// Every change of a flow document is one of these operations; nothing else writes to a document.
import { castDraft, type Draft, produce } from "immer";
import type { FlowDocument, FlowNode, FlowParameter, FlowSettings, Json, Wire } from "./document";

export type NodeSettings = Pick<
  FlowNode,
  "disabled" | "onError" | "timeout" | "retry" | "outputVariable" | "repeatable" | "run" | "notes"
>;

export type DocumentFields = Partial<{
  name: string;
  description: string;
  labels: string[];
  parameters: { [name: string]: FlowParameter };
  settings: FlowSettings;
  rules: NonNullable<FlowDocument["rules"]>;
}>;

export type Path = readonly (string | number)[];

export type Operation =
  | { kind: "addNodes"; nodes: FlowNode[]; wires: Wire[]; label?: string }
  | { kind: "remove"; nodes: string[]; wires: string[] }
  | { kind: "moveNodes"; positions: { id: string; x: number; y: number }[]; label?: string }
  | { kind: "setConfig"; node: string; path: Path; value: Json | undefined }
  | { kind: "renameNode"; node: string; name: string }
  | { kind: "setNode"; node: string; settings: NodeSettings }
  | { kind: "addWire"; wire: Wire }
  | { kind: "setWire"; wire: string; label: string }
  | { kind: "setDocument"; fields: DocumentFields }
  | { kind: "replace"; document: FlowDocument };

/** The document after the operation; the same object when nothing changed. */
export function applyOperation(document: FlowDocument, operation: Operation): FlowDocument {
  if (operation.kind === "replace") return operation.document;
  return produce(document, (draft) => change(draft, operation));
}

function change(draft: Draft<FlowDocument>, operation: Exclude<Operation, { kind: "replace" }>): void {
  switch (operation.kind) {
    case "addNodes":
      draft.nodes.push(...castDraft(operation.nodes.map(onGrid)));
      draft.wires.push(...operation.wires);
      return;
    case "remove":
      remove(draft, new Set(operation.nodes), new Set(operation.wires));
      return;
    case "moveNodes":
      move(draft, operation.positions);
      return;
    case "setConfig":
      withNode(draft, operation.node, (node) => setConfig(node, operation.path, operation.value));
      return;
    case "renameNode":
      withNode(draft, operation.node, (node) => rename(node, operation.name));
      return;
    case "setNode":
      withNode(draft, operation.node, (node) => assign(node, operation.settings));
      return;
    case "addWire":
      draft.wires.push(operation.wire);
      return;
    case "setWire":
      setWire(draft, operation.wire, operation.label);
      return;
    case "setDocument":
      assign(draft, operation.fields);
      return;
  }
}

function onGrid(node: FlowNode): FlowNode {
  return { ...node, x: Math.round(node.x), y: Math.round(node.y) };
}

function remove(draft: Draft<FlowDocument>, nodes: Set<string>, wires: Set<string>): void {
  const keptNodes = draft.nodes.filter((node) => !nodes.has(node.id));
  const keptWires = draft.wires.filter(
    (wire) => !wires.has(wire.id) && !nodes.has(wire.source) && !nodes.has(wire.target),
  );
  if (keptNodes.length !== draft.nodes.length) draft.nodes = keptNodes;
  if (keptWires.length !== draft.wires.length) draft.wires = keptWires;
}

function move(draft: Draft<FlowDocument>, positions: { id: string; x: number; y: number }[]): void {
  const byId = new Map(positions.map((position) => [position.id, position]));
  for (const node of draft.nodes) {
    const position = byId.get(node.id);
    if (!position) continue;
    node.x = Math.round(position.x);
    node.y = Math.round(position.y);
  }
}

function withNode(draft: Draft<FlowDocument>, id: string, update: (node: Draft<FlowNode>) => void): void {
  const node = draft.nodes.find((item) => item.id === id);
  if (node) update(node);
}

function rename(node: Draft<FlowNode>, name: string): void {
  if (name === "") delete node.name;
  else node.name = name;
}

function setWire(draft: Draft<FlowDocument>, id: string, label: string): void {
  const wire = draft.wires.find((item) => item.id === id);
  if (!wire) return;
  if (label === "") delete wire.label;
  else wire.label = label;
}

/** Sets the given fields; a field given as undefined is taken out of the document. */
function assign<T extends object>(target: T, fields: Partial<T>): void {
  for (const key of Object.keys(fields) as (keyof T)[]) {
    if (fields[key] === undefined) delete target[key];
    else target[key] = fields[key] as T[keyof T];
  }
}

function setConfig(node: Draft<FlowNode>, path: Path, value: Json | undefined): void {
  if (path.length === 0) return;
  if (value === undefined && !node.config) return;
  node.config ??= {};
  setAt(node.config, path, value);
}

type Container = { [key: string]: Json } | Json[];

function setAt(container: Container, path: Path, value: Json | undefined): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  const target = container as { [key: string]: Json };
  if (rest.length === 0) {
    if (value !== undefined) target[head] = value;
    else if (Array.isArray(container)) container.splice(Number(head), 1);
    else delete target[head];
    return;
  }
  const next = target[head];
  if (typeof next !== "object" || next === null) {
    if (value === undefined) return;
    target[head] = typeof rest[0] === "number" ? [] : {};
  }
  setAt(target[head] as Container, rest, value);
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
    case "setWire":
      return `wire:${operation.wire}`;
    case "setDocument":
      return `document:${Object.keys(operation.fields).join(",")}`;
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
    case "addWire":
      return "add wire";
    case "setWire":
      return "change wire label";
    case "setDocument":
      return `change ${Object.keys(operation.fields).join(", ")}`;
    case "replace":
      return "replace document";
  }
}

function count(number: number, noun: string): string {
  return number === 1 ? noun : `${number} ${noun}s`;
}
