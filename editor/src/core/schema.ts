// The JSON Schema subset that node types publish: reading it, and choosing the kind of field for each property.
import { isObject, type Json, type JsonObject } from "./document";
import type { PreviewHints } from "./notice";
import type { TagCheck } from "./tags";

export interface UiHints {
  widget?: string;
  language?: string;
  group?: string;
  order?: number;
  advanced?: boolean;
  /** "template": an expression is written in braces, as a text. */
  expression?: "no" | "allowed" | "only" | "template";
  placeholder?: string;
  secret?: boolean;
  /** More about the field, shown on request. */
  help?: string;
  /** The field lists what this part of the answer may be, with commas between; the part is in the output, or in an error's details. */
  expects?: string;
  /** Which stored credentials are offered, by their types; all where nothing is said. */
  credentialTypes?: readonly string[];
  /** What each entry of the list must be. */
  check?: TagCheck;
  /** At the root: which fields make up the notice that the node sends, shown as its reader will see it. */
  preview?: PreviewHints;
  /** Shown only where each of these neighbours has the value, or one of the values, given here. */
  visibleWhen?: { [name: string]: Json };
}

export interface Schema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: { [name: string]: Schema };
  required?: string[];
  items?: Schema;
  enum?: Json[];
  const?: Json;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
  default?: Json;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  $ref?: string;
  $defs?: { [name: string]: Schema };
  "x-ui"?: UiHints;
  "x-expression"?: string;
  "x-dynamic"?: boolean;
  "x-defines"?: string;
  /** The value is the id or name of a node. */
  "x-node"?: boolean;
  /** Names that only this field sees. */
  "x-binds"?: string[];
}

/** Follows `$ref` and folds single-entry `allOf` and nullable `anyOf`, keeping hints of the outer schema. */
export function resolve(schema: Schema, root: Schema): Schema {
  const known = resolved.get(schema);
  if (known?.root === root) return known.schema;
  const found = unfold(schema, root);
  resolved.set(schema, { root, schema: found });
  return found;
}

/** The same object every time, so that a field that has not changed is not drawn again. */
const resolved = new WeakMap<Schema, { root: Schema; schema: Schema }>();

function unfold(schema: Schema, root: Schema): Schema {
  let current = schema;
  for (let depth = 0; depth < 20; depth += 1) {
    const inner = step(current, root);
    if (!inner) return current;
    const { $ref: _ref, allOf: _all, anyOf: _any, oneOf: _one, ...outer } = current;
    current = { ...inner, ...outer };
  }
  return current;
}

function step(schema: Schema, root: Schema): Schema | undefined {
  if (schema.$ref === "#") return root;
  if (schema.$ref) return root.$defs?.[schema.$ref.replace("#/$defs/", "")];
  if (schema.allOf?.length === 1) return schema.allOf[0];
  const choices = schema.anyOf ?? schema.oneOf;
  const real = choices?.filter((item) => item.type !== "null");
  return choices && real?.length === 1 && choices.length > 1 ? real[0] : undefined;
}

/** The one type of a schema, leaving `null` aside; undefined when there are several or none. */
export function typeOf(schema: Schema): string | undefined {
  if (typeof schema.type === "string") return schema.type;
  const types = schema.type?.filter((type) => type !== "null") ?? [];
  if (types.length === 1) return types[0];
  return types.length === 0 && schema.properties ? "object" : undefined;
}

export function isNullable(schema: Schema): boolean {
  if (Array.isArray(schema.type)) return schema.type.includes("null");
  return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some((item) => item.type === "null");
}

/** Plain choices: an `enum`, or `oneOf` in which every entry is a constant. */
export function choicesOf(
  schema: Schema,
): { value: Json; label: string; description?: string }[] | undefined {
  if (schema.enum) {
    return schema.enum.filter((value) => value !== null).map((value) => ({ value, label: String(value) }));
  }
  const entries = schema.oneOf?.flatMap(constants);
  return entries && entries.length > 0 && entries.every((entry) => entry !== undefined) ? entries : undefined;
}

function constants(entry: Schema): ({ value: Json; label: string; description?: string } | undefined)[] {
  if (entry.enum)
    return entry.enum.map((value) => ({ value, label: String(value), description: entry.description }));
  if (entry.const === undefined) return [undefined];
  return [{ value: entry.const, label: entry.title ?? String(entry.const), description: entry.description }];
}

export interface Variant {
  value: Json;
  label: string;
  schema: Schema;
}

/** `oneOf` whose entries are objects that one constant property tells apart. */
export function variantsOf(schema: Schema, root: Schema): { key: string; variants: Variant[] } | undefined {
  const entries = schema.oneOf?.map((entry) => resolve(entry, root));
  if (!entries || entries.length === 0) return undefined;
  const first = entries[0]?.properties ?? {};
  const key = Object.keys(first).find((name) =>
    entries.every((entry) => constOf(entry.properties?.[name]) !== undefined),
  );
  if (key === undefined) return undefined;
  return { key, variants: entries.map((entry) => toVariant(entry, key)) };
}

function toVariant(entry: Schema, key: string): Variant {
  const value = constOf(entry.properties?.[key]) ?? null;
  return { value, label: entry.title ?? String(value), schema: entry };
}

function constOf(schema: Schema | undefined): Json | undefined {
  if (schema?.const !== undefined) return schema.const;
  return schema?.enum?.length === 1 ? schema.enum[0] : undefined;
}

export interface FormField {
  name: string;
  schema: Schema;
  required: boolean;
}

/** The properties of an object schema in form order: hints first, then as written. */
export function fieldsOf(schema: Schema, root: Schema): FormField[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {})
    .map(([name, property]) => ({ name, schema: resolve(property, root), required: required.has(name) }))
    .filter((field) => field.schema.const === undefined)
    .map((field, index) => ({ field, rank: field.schema["x-ui"]?.order ?? 1000 + index }))
    .sort((a, b) => a.rank - b.rank)
    .map((entry) => entry.field);
}

/** A value to start a new row or property with. */
export function emptyValue(schema: Schema, root: Schema): Json {
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  const variants = variantsOf(schema, root);
  if (variants?.variants[0]) return emptyObject(variants.variants[0].schema, root);
  const choices = choicesOf(schema);
  if (choices?.[0]) return choices[0].value;
  switch (typeOf(schema)) {
    case "integer":
    case "number":
      return schema.minimum ?? 0;
    case "boolean":
      return false;
    case "array":
      return [];
    case "object":
      return emptyObject(schema, root);
    default:
      return "";
  }
}

export function emptyObject(schema: Schema, root: Schema): JsonObject {
  const required = schema.required ?? [];
  const entries = required.flatMap((name): [string, Json][] => {
    const property = schema.properties?.[name];
    return property ? [[name, emptyValue(resolve(property, root), root)]] : [];
  });
  return Object.fromEntries(entries);
}

const ABBREVIATIONS =
  /\b(api|cpu|csv|dns|html|http|https|id|ip|json|oid|os|sftp|sql|ssh|ssl|tcp|tls|url|xml|yaml)\b/gi;

/** "workingDirectory" and "working_directory" both read "Working directory", and "base_url" reads "Base URL". */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_-]+/g, " ")
    .toLowerCase();
  const sentence = words.charAt(0).toUpperCase() + words.slice(1);
  return sentence.replace(ABBREVIATIONS, (word) => word.toUpperCase());
}

export function isExpression(value: Json | undefined): value is { $expr: string } {
  return isObject(value) && Object.keys(value).length === 1 && typeof value.$expr === "string";
}
