// Finding text in a flow: names, types, ids, parameters, scripts, labels and notes; and putting other text in its place.
import { notesOf } from "./annotations";
import type { Catalog } from "./descriptor";
import { type FlowDocument, type FlowNode, isObject, type Json, mapNodes } from "./document";
import { renamed } from "./references";
import { humanize } from "./schema";
import { OWN, type Path, PLACE_FIELDS } from "./texts";

export interface Query {
  text: string;
  isCase: boolean;
  isWord: boolean;
  isRegex: boolean;
}

/** Texts that stand beside the config, and can be replaced as they are. */
const OWN_TEXTS = [...PLACE_FIELDS, "notes"] as const;
interface OwnPlace {
  kind: (typeof OWN_TEXTS)[number];
  node: string;
}

/** Where something was found. */
export type Place =
  | { kind: "name" | "type" | "id"; node: string }
  | OwnPlace
  | { kind: "config"; node: string; path: Path }
  | { kind: "wire"; wire: string }
  | { kind: "note"; note: string };

export interface Found {
  place: Place;
  /** What a person calls the place: "Name", "Command". */
  field: string;
  /** The whole text, and where in it. */
  text: string;
  start: number;
  end: number;
}

export type Pattern = { ok: true; pattern: RegExp } | { ok: false; reason: string };

export function readQuery({ text, isCase, isWord, isRegex }: Query): Pattern {
  const source = isRegex ? text : text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  try {
    const bounded = isWord ? `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])` : source;
    return { ok: true, pattern: new RegExp(bounded, isCase ? "gu" : "giu") };
  } catch {
    return { ok: false, reason: "This is not a regular expression yet." };
  }
}

/** More places than anybody reads; the list says so. */
export const MOST_FOUND = 2000;

export function findIn(document: FlowDocument, catalog: Catalog, query: Query): Found[] {
  const read = readQuery(query);
  if (query.text === "" || !read.ok) return [];
  const found: Found[] = [];
  for (const place of placesOf(document, catalog)) {
    for (const match of place.text.matchAll(read.pattern)) {
      if (match[0] === "") continue;
      found.push({ ...place, start: match.index, end: match.index + match[0].length });
      if (found.length >= MOST_FOUND) return found;
    }
  }
  return found;
}

type Searched = Pick<Found, "place" | "field" | "text">;

function* placesOf(document: FlowDocument, catalog: Catalog): Generator<Searched> {
  for (const node of document.nodes) {
    const typeName = catalog.get(node.type)?.name;
    if (node.name) yield { place: { kind: "name", node: node.id }, field: "Name", text: node.name };
    yield { place: { kind: "id", node: node.id }, field: "Id", text: node.id };
    const type = typeName ? `${typeName} (${node.type})` : node.type;
    yield { place: { kind: "type", node: node.id }, field: "Type", text: type };
    yield* values(node.config ?? {}, [], node.id);
    for (const kind of OWN_TEXTS) {
      const text = node[kind];
      if (text) yield { place: { kind, node: node.id }, field: humanize(kind), text };
    }
  }
  for (const wire of document.wires) {
    const place = { kind: "wire" as const, wire: wire.id };
    if (wire.label) yield { place, field: "Wire", text: wire.label };
    if (wire.link) yield { place, field: "Link", text: wire.link };
  }
  for (const note of notesOf(document))
    yield { place: { kind: "note", note: note.id }, field: "Note", text: note.text };
}

function* values(value: Json, path: Path, node: string): Generator<Searched> {
  if (typeof value === "string" || typeof value === "number") {
    yield { place: { kind: "config", node, path }, field: fieldName(path), text: String(value) };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* values(item, [...path, index], node);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) yield* values(item, [...path, key], node);
  }
}

/** "cases", 0, "value" as "Cases 1 value": counted from one, as the rows on the screen are. */
export function fieldName(path: Path): string {
  const words = path
    .filter((part) => part !== "$expr" && part !== OWN)
    .map((part) => (typeof part === "number" ? String(part + 1) : humanize(part)));
  return words.map((word, index) => (index === 0 ? word : word.toLowerCase())).join(" ");
}

/** Whether other text can be put there: names, targets, notes, texts of parameters; no types, ids and numbers. */
export function isReplaceable(document: FlowDocument, { place }: Found): boolean {
  if (place.kind === "name" || isOwnPlace(place)) return true;
  if (place.kind !== "config") return false;
  const node = document.nodes.find((item) => item.id === place.node);
  return typeof valueAt(node?.config, place.path) === "string";
}

function isOwnPlace(place: Place): place is OwnPlace {
  return OWN_TEXTS.some((own) => own === place.kind);
}

function valueAt(value: Json | undefined, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((at, part) => {
    if (Array.isArray(at)) return at[Number(part)];
    return isObject(at) ? at[String(part)] : undefined;
  }, value);
}

/** What a text becomes, place by place; groups such as `$1` work in regular expressions only. */
export function replacedText(found: Found, query: Query, replacement: string): string {
  const read = readQuery(query);
  if (!read.ok) return found.text;
  const piece = found.text.slice(found.start, found.end);
  if (!query.isRegex) return replacement;
  read.pattern.lastIndex = found.start;
  const match = read.pattern.exec(found.text);
  if (match?.index !== found.start) return piece;
  return replacement.replace(/\$(\$|&|\d{1,2})/g, (_all, group: string) => {
    if (group === "$") return "$";
    return group === "&" ? piece : (match[Number(group)] ?? "");
  });
}

/** The document with the replacement at all these places; names that other nodes mention follow. */
export function replaceAll(
  document: FlowDocument,
  catalog: Catalog,
  places: readonly Found[],
  query: Query,
  replacement: string,
): FlowDocument {
  const texts = new Map<string, { place: Place; text: string }>();
  const last = [...places]
    .filter((found) => isReplaceable(document, found))
    .sort((a, b) => b.start - a.start);
  for (const found of last) {
    const key = JSON.stringify(found.place);
    const now = texts.get(key)?.text ?? found.text;
    const written = replacedText(found, query, replacement);
    texts.set(key, { place: found.place, text: now.slice(0, found.start) + written + now.slice(found.end) });
  }
  let result = document;
  const names: { node: string; text: string }[] = [];
  for (const { place, text } of texts.values()) {
    if (place.kind === "name") names.push({ node: place.node, text });
    else if (isOwnPlace(place))
      result = mapNode(result, place.node, (node) => ({ ...node, [place.kind]: text }));
    else if (place.kind === "config") {
      result = mapNode(result, place.node, (node) => ({
        ...node,
        config: withValue(node.config ?? {}, place.path, text) as FlowNode["config"],
      }));
    }
  }
  return names.reduce((now, { node, text }) => renamed(now, catalog, node, text), result);
}

function mapNode(document: FlowDocument, id: string, change: (node: FlowNode) => FlowNode): FlowDocument {
  return mapNodes(document, (node) => (node.id === id ? change(node) : node));
}

function withValue(value: Json, path: Path, text: string): Json {
  const [head, ...rest] = path;
  if (head === undefined) return text;
  if (Array.isArray(value))
    return value.map((item, index) => (index === head ? withValue(item, rest, text) : item));
  return isObject(value) ? { ...value, [head]: withValue(value[String(head)] ?? null, rest, text) } : value;
}
