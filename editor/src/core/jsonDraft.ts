// A whole flow as text that a person edits: whether it can be taken as it is, and where in it things are.
import { type FlowDocument, isObject, type Json } from "./document";
import type { Problem } from "./problems";

export interface Mistake {
  message: string;
  /** Where it is in the text. */
  at: number;
}

export type Draft = { document: FlowDocument } | { mistake: Mistake };

/** Reads what the editor can show. Nothing is added, rounded or left out. */
export function readDraft(text: string): Draft {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { mistake: { message: "This is not JSON yet.", at: placeInError(error, text) } };
  }
  const wrong = wrongIn(value);
  if (wrong) return { mistake: { message: wrong.message, at: placeOf(text, wrong.path) } };
  return { document: value as FlowDocument };
}

function placeInError(error: unknown, text: string): number {
  const found = /position (\d+)/.exec(error instanceof Error ? error.message : "");
  return found ? Number(found[1]) : text.length;
}

type Path = readonly (string | number)[];

interface Wrong {
  message: string;
  path: Path;
}

function wrongIn(value: unknown): Wrong | undefined {
  if (!isObject(value)) return { message: "A flow is an object in braces.", path: [] };
  if (typeof value.name !== "string" || value.name === "")
    return { message: 'A flow needs a "name".', path: ["name"] };
  if (typeof value.format !== "string") return { message: 'A flow needs its "format".', path: ["format"] };
  for (const list of ["nodes", "wires"])
    if (!Array.isArray(value[list])) return { message: `A flow needs a list of "${list}".`, path: [list] };
  return (
    firstWrong(value.nodes as Json[], "nodes", wrongNode) ??
    firstWrong(value.wires as Json[], "wires", wrongWire)
  );
}

/** Says what is wrong with the first item that is wrong; ids are used once. */
function firstWrong(
  items: Json[],
  list: string,
  wrong: (item: Json) => string | undefined,
): Wrong | undefined {
  const seen = new Set<Json | undefined>();
  for (const [index, item] of items.entries()) {
    const message = wrong(item);
    if (message) return { message, path: [list, index] };
    const id = isObject(item) ? item.id : undefined;
    if (id !== undefined && seen.has(id))
      return { message: `The id ${JSON.stringify(id)} is used twice.`, path: [list, index, "id"] };
    seen.add(id);
  }
  return undefined;
}

function wrongNode(node: Json): string | undefined {
  if (!isObject(node)) return "A node is an object in braces.";
  if (typeof node.id !== "string" || typeof node.type !== "string")
    return 'A node needs an "id" and a "type".';
  if (typeof node.x !== "number" || typeof node.y !== "number") return 'A node needs its place, "x" and "y".';
  return node.config === undefined || isObject(node.config)
    ? undefined
    : 'The "config" of a node is an object in braces.';
}

function wrongWire(wire: Json): string | undefined {
  if (!isObject(wire)) return "A wire is an object in braces.";
  const isWhole = [wire.source, wire.target].every((value) => typeof value === "string");
  if (!isWhole) return 'A wire needs a "source" and a "target".';
  return typeof wire.id === "string" ? undefined : 'A wire needs an "id" of its own, such as "w1".';
}

/** Where a problem of the flow is in its text: at the field, else at the node or the wire. */
export function placeOfProblem(text: string, document: FlowDocument, { node, wire, field }: Problem): number {
  const index = document.nodes.findIndex((item) => item.id === node);
  const wireIndex = document.wires.findIndex((item) => item.id === wire);
  const fields = field ? field.split("/").filter(Boolean) : [];
  if (index >= 0) return placeOf(text, ["nodes", index, ...fields]);
  if (wireIndex >= 0) return placeOf(text, ["wires", wireIndex, ...fields]);
  return placeOf(text, fields);
}

/** Where a value begins in JSON text; where the last part of the way there begins if it is not there. */
export function placeOf(text: string, path: Path): number {
  let at = skipSpace(text, 0);
  for (const part of path) {
    const next = enter(text, at, String(part));
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

/** The place of a member of the object or list that begins at `at`. */
function enter(text: string, at: number, part: string): number | undefined {
  const isList = text[at] === "[";
  if (!isList && text[at] !== "{") return undefined;
  let here = skipSpace(text, at + 1);
  for (let index = 0; here < text.length && text[here] !== "]" && text[here] !== "}"; index += 1) {
    let key = String(index);
    if (!isList) {
      const end = skipValue(text, here);
      key = JSON.parse(text.slice(here, end)) as string;
      here = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (key === part) return here;
    here = skipSpace(text, skipValue(text, here));
    if (text[here] === ",") here = skipSpace(text, here + 1);
  }
  return undefined;
}

function skipSpace(text: string, at: number): number {
  let here = at;
  while (here < text.length && /\s/.test(text[here] ?? "")) here += 1;
  return here;
}

/** Behind the value that begins here; the text is known to be JSON. */
function skipValue(text: string, at: number): number {
  if (text[at] === '"') return skipText(text, at);
  if (text[at] !== "{" && text[at] !== "[") {
    let here = at;
    while (here < text.length && !/[\s,\]}]/.test(text[here] ?? "")) here += 1;
    return here;
  }
  let depth = 0;
  for (let here = at; here < text.length; here += 1) {
    const sign = text[here];
    if (sign === '"') here = skipText(text, here) - 1;
    else if (sign === "{" || sign === "[") depth += 1;
    else if (sign === "}" || sign === "]") {
      depth -= 1;
      if (depth === 0) return here + 1;
    }
  }
  return text.length;
}

function skipText(text: string, at: number): number {
  let here = at + 1;
  while (here < text.length && text[here] !== '"') here += text[here] === "\\" ? 2 : 1;
  return here + 1;
}

/** The line of a place, from 1. */
export function lineOf(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}
