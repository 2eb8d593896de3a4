// The flow document as it is stored and exchanged. Unknown fields are kept as they are: every operation copies
// what it does not change.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export type WireKind = "flow" | "data" | "error" | "loop";

export interface FlowNode {
  id: string;
  type: string;
  name?: string;
  x: number;
  y: number;
  config?: JsonObject;
  disabled?: boolean;
  onError?: "stop" | "continue";
  timeout?: number;
  retry?: { count: number; delay?: number };
  outputVariable?: string;
  repeatable?: boolean;
  /** "each": once for every message that arrives, where several wires reach it. */
  run?: "once" | "each";
  /** The machines to work on: a name, `group:…`, `tag:…`, `local`, or an expression in braces. */
  target?: string;
  /** The stored credential to sign in with, in place of the target's own. */
  credential?: string;
  notes?: string;
  /** Tidy leaves it where it is. */
  fixed?: boolean;
}

export interface Wire {
  id: string;
  source: string;
  sourcePort?: string;
  target: string;
  targetPort?: string;
  kind?: WireKind;
  label?: string;
  /** Drawn as a tab of this name at each end, without the line between them. */
  link?: string;
}

export type ParameterType = "string" | "integer" | "number" | "boolean" | "array" | "object";

export interface FlowParameter {
  type: ParameterType;
  default?: Json;
  min?: number | null;
  max?: number | null;
  required?: boolean;
  description?: string;
  enum?: Json[] | null;
  pattern?: string | null;
  secret?: boolean;
}

export type NotifyChannel = "email" | "slack" | "teams" | "webhook";

/** Somebody who is told when a run ends. */
export interface NotifyRule {
  /** Of which ends; "failed" where it is not said. */
  on?: "failed" | "succeeded" | "ended";
  channel: NotifyChannel;
  to?: string[];
}

export interface FlowSettings {
  timeout?: number;
  durability?: "strict" | "relaxed" | "memory";
  limits?: { [name: string]: number };
  concurrency?: { limit: number; key?: string; onLimit?: string };
  priority?: number;
  /** What a failure does in nodes that say nothing of it. */
  onError?: "stop" | "continue";
  maxParallelTargets?: number;
  notify?: NotifyRule[];
}

export interface FlowDocument {
  format: string;
  name: string;
  description?: string;
  labels?: string[];
  parameters?: { [name: string]: FlowParameter };
  rules?: { expression: string; message: string }[];
  nodes: FlowNode[];
  wires: Wire[];
  groups?: Json[];
  notes?: Json[];
  settings?: FlowSettings;
}

export const FORMAT = "opsconductor.flow/1";
export const DEFAULT_OUTPUT = "output";
export const DEFAULT_INPUT = "in";
export const ERROR_OUTPUT = "error";

export function blankDocument(name: string): FlowDocument {
  return { format: FORMAT, name, description: "", nodes: [], wires: [] };
}

export function sourcePortOf(wire: Wire): string {
  return wire.sourcePort ?? DEFAULT_OUTPUT;
}

export function targetPortOf(wire: Wire): string {
  return wire.targetPort ?? DEFAULT_INPUT;
}

export function wireKind(wire: Wire): WireKind {
  return wire.kind ?? (sourcePortOf(wire) === ERROR_OUTPUT ? "error" : "flow");
}

export function nodeTitle(node: FlowNode, typeName: string): string {
  return node.name?.trim() || typeName;
}

/** The document as the text that is exported and compared. */
export function serialize(document: FlowDocument): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export class NotAFlow extends Error {}

/** Reads an exported flow; says what is wrong in words for the person who chose the file. */
export function parseDocument(text: string): FlowDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new NotAFlow("This file is not JSON. Choose a file that was exported from a flow.");
  }
  if (!isObject(value)) throw new NotAFlow("This file holds JSON, but not a flow.");
  if (!Array.isArray(value.nodes) || !Array.isArray(value.wires)) {
    throw new NotAFlow('A flow has a list of "nodes" and a list of "wires"; this file has not.');
  }
  const document = { ...value } as unknown as FlowDocument;
  document.format = typeof value.format === "string" ? value.format : FORMAT;
  document.name = typeof value.name === "string" && value.name ? value.name : "Imported flow";
  for (const node of document.nodes) {
    if (!isObject(node) || typeof node.id !== "string" || typeof node.type !== "string") {
      throw new NotAFlow('Every node needs an "id" and a "type"; one in this file has not.');
    }
  }
  document.nodes = document.nodes.map((node) => ({
    ...node,
    x: Math.round(node.x || 0),
    y: Math.round(node.y || 0),
  }));
  return document;
}

/** The document with nodes changed one by one; the same object when none was. */
export function mapNodes(document: FlowDocument, change: (node: FlowNode) => FlowNode): FlowDocument {
  const nodes = document.nodes.map(change);
  return nodes.every((node, index) => node === document.nodes[index]) ? document : { ...document, nodes };
}
