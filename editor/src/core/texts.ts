// All texts of a flow, each with its place: what search looks through and what renaming rewrites.
import type { Catalog } from "./descriptor";
import { type FlowNode, isObject, type Json, type JsonObject } from "./document";
import type { Language } from "./mentions";
import { resolve, type Schema } from "./schema";

export type Path = readonly (string | number)[];

export interface Text {
  node: string;
  /** Inside the node's config; of the node's own fields, behind `OWN`. */
  path: Path;
  text: string;
  /** How the engine reads it. */
  language: Language;
  /** The form's field of it, if it has one. */
  schema: Schema | undefined;
}

/** Begins the path of a text that stands beside the config. */
export const OWN = "$node";

/** The node's own fields that say where it works. */
export const PLACE_FIELDS = ["target", "credential"] as const;

/** The texts of a node that say where it works, and those of its config, in their order. */
export function textsOf(node: FlowNode, catalog: Catalog): Text[] {
  const root = catalog.get(node.type)?.schema;
  const found: Text[] = [];
  for (const name of PLACE_FIELDS) {
    const text = node[name];
    const schema = { type: "string", "x-ui": { widget: `${name}-picker` } };
    if (text) found.push({ node: node.id, path: [OWN, name], text, language: "template", schema });
  }
  walk(node.config ?? {}, [], root, root, (path, text, language, schema) =>
    found.push({ node: node.id, path, text, language, schema }),
  );
  return found;
}

type Visit = (path: Path, text: string, language: Language, schema: Schema | undefined) => void;

function walk(
  value: Json,
  path: Path,
  schema: Schema | undefined,
  root: Schema | undefined,
  visit: Visit,
): void {
  const here = schema && root ? resolve(schema, root) : undefined;
  if (typeof value === "string") {
    const isCode = path.at(-1) === "$expr" || here?.["x-expression"] !== undefined;
    visit(path, value, isCode ? "expression" : "template", here);
    return;
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) walk(item, [...path, index], here?.items, root, visit);
    return;
  }
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value))
    walk(item, [...path, key], fieldOf(here, key, value, root), root, visit);
}

/** The schema of one field; of several forms, the one whose constants fit the value. */
function fieldOf(
  schema: Schema | undefined,
  key: string,
  value: { [key: string]: Json },
  root: Schema | undefined,
): Schema | undefined {
  if (!schema || !root) return undefined;
  const own = schema.properties?.[key];
  if (own) return own;
  for (const choice of [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])]) {
    const form = resolve(choice, root);
    const fits = Object.entries(form.properties ?? {}).every(
      ([name, field]) => field.const === undefined || field.const === value[name],
    );
    const field = fits ? fieldOf(form, key, value, root) : undefined;
    if (field) return field;
  }
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

/** The node with its texts rewritten; the same object when none changed. */
export function rewriteTexts(
  node: FlowNode,
  catalog: Catalog,
  rewrite: (text: Text) => string | undefined,
): FlowNode {
  let next = node;
  for (const text of textsOf(node, catalog)) {
    const written = rewrite(text);
    if (written === undefined || written === text.text) continue;
    next = withNodeText(next, text.path, written);
  }
  return next;
}

function withNodeText(node: FlowNode, path: Path, text: string): FlowNode {
  if (path[0] === OWN) return { ...node, [String(path[1])]: text };
  return { ...node, config: withText(node.config ?? {}, path, text) as JsonObject };
}

function withText(value: Json, path: Path, text: string): Json {
  const [head, ...rest] = path;
  if (head === undefined) return text;
  if (Array.isArray(value))
    return value.map((item, index) => (index === head ? withText(item, rest, text) : item));
  if (!isObject(value)) return value;
  const changed = { ...value };
  changed[String(head)] = withText(value[String(head)] ?? null, rest, text);
  return changed;
}
