// The names that an expression of one node can use, with what is known of their values: for completion and the data tree.
import type { Catalog } from "./descriptor";
import type { FlowDocument, FlowNode, Json, JsonObject } from "./document";
import { isObject, nodeTitle } from "./document";
import type { Region } from "./problems";
import { controlsAround, type Sample, upstreamOf } from "./sample";
import { resolve, type Schema } from "./schema";

export interface Entry {
  /** One step of a path: a name, or the number of an item. */
  name: string;
  /** What it is, in a few words. */
  detail: string;
  value?: Json;
  /** The fields there are, where no value tells. */
  fields?: readonly Entry[];
  isSecret?: boolean;
}

export interface Section {
  title: string;
  /** What stands before the names of this section. */
  root?: string;
  entries: readonly Entry[];
}

export interface Scope {
  sections: readonly Section[];
}

export const NO_SCOPE: Scope = { sections: [] };

export interface ScopeInput {
  node: string;
  document: FlowDocument;
  regions: readonly Region[];
  catalog: Catalog;
  sample: Sample;
  globals?: readonly { name: string; value: Json }[];
}

export function scopeOf(input: ScopeInput): Scope {
  const { node, document, regions, catalog, sample } = input;
  const upstream = upstreamOf(node, document, regions);
  const around = controlsAround(node, regions);
  const byId = new Map(document.nodes.map((item) => [item.id, item]));
  const nodesOf = (ids: readonly string[]) => ids.flatMap((id) => byId.get(id) ?? []);
  const sections: Section[] = [
    { title: "Message", entries: [messageEntry(sample.message)] },
    { title: "Loop", entries: loopEntries(nodesOf(around), catalog, sample.variables) },
    {
      title: "Earlier nodes",
      root: "nodes",
      entries: nodesOf(upstream)
        .reverse()
        .map((item) => nodeEntry(item, catalog, sample.nodes)),
    },
    {
      title: "Variables",
      root: "vars",
      entries: variableEntries(document, nodesOf(upstream), catalog, sample),
    },
    { title: "Parameters", root: "params", entries: parameterEntries(document, sample.parameters) },
    { title: "Shared by all flows", root: "global", entries: (input.globals ?? []).map(globalEntry) },
    { title: "Always there", entries: BUILT_IN },
  ];
  return { sections: sections.filter((section) => section.entries.length > 0) };
}

/** The names that only rules and keys of a flow see: its parameters. */
export function parameterScope(document: FlowDocument): Scope {
  return { sections: [{ title: "Parameters", root: "params", entries: parameterEntries(document, {}) }] };
}

/** The same scope with names that a single field adds. */
export function withNames(scope: Scope, names: readonly string[] | undefined): Scope {
  if (!names || names.length === 0) return scope;
  const entries = names.map((name): Entry => ({ name, detail: "only in this field" }));
  return { sections: [{ title: "This field", entries }, ...scope.sections] };
}

function messageEntry(message: Json | undefined): Entry {
  const isWhole = isObject(message) && "payload" in message;
  const payload: Entry = { name: "payload", detail: "what the node before gave" };
  if (message === undefined) return { name: "msg", detail: "the message that comes in", fields: [payload] };
  return {
    name: "msg",
    detail: "the message that comes in",
    value: isWhole ? message : { payload: message },
  };
}

function nodeEntry(node: FlowNode, catalog: Catalog, outputs: JsonObject): Entry {
  const output: Entry = { name: "output", detail: "what it gave", value: outputs[node.id] };
  return {
    name: node.id,
    detail: nodeTitle(node, catalog.get(node.type)?.name ?? node.type),
    fields: [
      output,
      { name: "status", detail: "how it ended" },
      { name: "success", detail: "whether it ended well" },
      { name: "port", detail: "the way it took" },
    ],
  };
}

function parameterEntries(document: FlowDocument, values: JsonObject): Entry[] {
  return Object.entries(document.parameters ?? {}).map(([name, parameter]) => ({
    name,
    detail: parameter.secret ? "secret" : parameter.type,
    ...(parameter.secret ? { isSecret: true } : { value: values[name] ?? parameter.default }),
  }));
}

function variableEntries(
  document: FlowDocument,
  upstream: readonly FlowNode[],
  catalog: Catalog,
  { variables }: Sample,
): Entry[] {
  const initial = (document as { variables?: JsonObject }).variables;
  const found = new Map<string, Entry>();
  for (const [name, value] of Object.entries(isObject(initial) ? initial : {})) {
    found.set(name, { name, detail: "of the flow", value: variables[name] ?? value });
  }
  for (const node of upstream) {
    for (const name of definedBy(node, catalog)) {
      found.set(name, { name, detail: `set by ${node.name || node.id}`, value: variables[name] });
    }
  }
  return [...found.values()];
}

function loopEntries(around: readonly FlowNode[], catalog: Catalog, variables: JsonObject): Entry[] {
  const names = around.flatMap((node) =>
    definedBy(node, catalog).map(
      (name): Entry => ({ name, detail: `of ${node.name || node.id}`, value: variables[name] }),
    ),
  );
  if (around.length === 0) return names;
  const counter = { name: "loop", detail: "the round", fields: LOOP };
  return [...names, counter];
}

const LOOP: readonly Entry[] = [
  { name: "index", detail: "the round, from 0" },
  { name: "count", detail: "rounds in all" },
];

function globalEntry({ name, value }: { name: string; value: Json }): Entry {
  return { name, detail: "shared", value };
}

/** The variables that a node sets, read from its config by what its schema says of it. */
export function definedBy(node: FlowNode, catalog: Catalog): string[] {
  const schema = catalog.get(node.type)?.schema;
  const names = schema && node.config ? namesIn(node.config, schema, schema) : [];
  return [...names, ...(node.outputVariable ? [node.outputVariable] : [])];
}

function namesIn(value: Json | undefined, declared: Schema, root: Schema, depth = 0): string[] {
  if (value === undefined || depth > 8) return [];
  const schema = resolve(declared, root);
  if (schema["x-defines"] === "keys") return isObject(value) ? Object.keys(value) : [];
  if (schema["x-defines"]) return typeof value === "string" && value !== "" ? [value] : [];
  if (Array.isArray(value)) {
    const { items } = schema;
    return items ? value.flatMap((item) => namesIn(item, items, root, depth + 1)) : [];
  }
  if (!isObject(value)) return [];
  const shapes = [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])].map((shape) =>
    resolve(shape, root),
  );
  const names = Object.entries(value).flatMap(([name, item]) => {
    const property = shapes.map((shape) => shape.properties?.[name]).find((found) => found !== undefined);
    return property ? namesIn(item, property, root, depth + 1) : [];
  });
  return [...new Set(names)];
}

const BUILT_IN: readonly Entry[] = [
  {
    name: "prev",
    detail: "the node before",
    fields: [
      { name: "output", detail: "what it gave" },
      { name: "status", detail: "how it ended" },
      { name: "success", detail: "whether it ended well" },
    ],
  },
  { name: "inputs", detail: "each message that came in, by node" },
  { name: "run", detail: "this run", fields: [{ name: "id", detail: "its id" }] },
  {
    name: "flow",
    detail: "this flow",
    fields: [
      { name: "id", detail: "its id" },
      { name: "name", detail: "its name" },
    ],
  },
  {
    name: "error",
    detail: "after a failure",
    fields: [
      { name: "message", detail: "what happened" },
      { name: "kind", detail: "its kind" },
      { name: "node", detail: "where" },
      { name: "details", detail: "more" },
    ],
  },
  { name: "target", detail: "the machine" },
  { name: "step_name", detail: "this node's name" },
  { name: "current_datetime", detail: "the time, ISO 8601" },
  { name: "current_date", detail: "the day" },
  { name: "current_timestamp", detail: "milliseconds since 1970" },
];

/** What is inside an entry: declared fields, else the fields of its value. */
export function fieldsWithin(entry: Entry): readonly Entry[] {
  if (entry.fields) return entry.fields;
  const { value } = entry;
  if (Array.isArray(value)) {
    return value
      .slice(0, 100)
      .map((item, index): Entry => ({ name: String(index), detail: typeWord(item), value: item }));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, item]): Entry => ({ name, detail: typeWord(item), value: item }));
}

export function typeWord(value: Json | undefined): string {
  if (value === undefined) return "";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  if (typeof value === "object") return "object";
  return typeof value === "string" ? "text" : typeof value === "number" ? "number" : "true or false";
}

const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** A path as an expression writes it: `nodes["my-node"].output.disks[0]`. */
export function pathText(steps: readonly string[]): string {
  return steps
    .map((step, index) => {
      if (index === 0) return step;
      if (/^\d+$/.test(step)) return `[${step}]`;
      return PLAIN.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
    })
    .join("");
}
