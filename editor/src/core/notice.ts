// What a node sends, as its reader will see it: which of its fields is what, as the root of its schema says.
import { isObject, type Json, type JsonObject } from "./document";
import { isExpression, type Schema } from "./schema";

/** Names of the properties that a notice is made of. */
export interface PreviewHints {
  to?: string;
  title?: string;
  body?: string;
  /** Holds "html" where the body is that. */
  format?: string;
  /** Attachments, or rows of title and value. */
  parts?: string;
}

export type Notice = { readonly [part in keyof PreviewHints]: Json };

const PARTS = ["to", "title", "body", "format", "parts"] as const;

/** The parts of a notice as they are written; what is left out has its default. */
export function noticeOf(schema: Schema, config: JsonObject): Notice {
  const hints = schema["x-ui"]?.preview ?? {};
  const written = PARTS.flatMap((part): [string, Json][] => {
    const name = hints[part];
    if (name === undefined) return [];
    return [[part, config[name] ?? schema.properties?.[name]?.default ?? null]];
  });
  return Object.fromEntries(written);
}

export function isCode(value: Json): boolean {
  return typeof value === "string" ? /\{[{%]/.test(value) : isExpression(value);
}

/** Every piece of code in a value, once. */
export function codesIn(value: Json): Json[] {
  const found = new Map<string, Json>();
  collect(value, found);
  return [...found.values()];
}

function collect(value: Json, found: Map<string, Json>): void {
  if (isCode(value)) found.set(JSON.stringify(value), value);
  else if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isObject(value)) for (const item of Object.values(value)) collect(item, found);
}

/** What a piece of code comes to; undefined where it comes to nothing, and for what is not code. */
export type Worth = (value: Json) => Json | undefined;

/** The entries of a list, also of one that code gives; code without a value is the only entry. */
export function entriesOf(list: Json | undefined, worth: Worth): Json[] {
  const value = list === undefined || list === null ? [] : (worth(list) ?? list);
  return Array.isArray(value) ? value : [value];
}

export type Row = { kind: "row"; title: Json; value: Json; isShort: boolean } | { kind: "text"; value: Json };
/** A part of a notice: rows under a bar of a colour, one row, or what can be read as neither. */
export type NoticePart = Row | { kind: "rows"; color: Json | undefined; rows: Row[] };

export function partsOf(list: Json | undefined, worth: Worth): NoticePart[] {
  return entriesOf(list, worth).map((item) => {
    const part = worth(item) ?? item;
    if (!isObject(part) || part.fields === undefined) return rowOf(part, worth);
    const color = part.color && (worth(part.color) ?? part.color);
    const rows = entriesOf(part.fields, worth).map((field) => rowOf(worth(field) ?? field, worth));
    return { kind: "rows", color, rows };
  });
}

function rowOf(value: Json, worth: Worth): Row {
  if (!isObject(value) || isExpression(value)) return { kind: "text", value };
  const { title = "", value: text = "", short = false } = value;
  return { kind: "row", title, value: text, isShort: (worth(short) ?? short) === true };
}
