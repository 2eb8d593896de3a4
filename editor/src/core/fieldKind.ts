// Which editor a property gets, by its schema and its hints. Shapes nobody knows end as "json", which loses nothing.
import { isObject, type Json, type JsonObject } from "./document";
import { choicesOf, resolve, type Schema, typeOf, type UiHints, variantsOf } from "./schema";

export type FieldKind =
  | "text"
  | "multiline"
  | "code"
  | "expression"
  | "condition"
  | "conditions"
  | "number"
  | "boolean"
  | "select"
  | "choices"
  | "dynamic"
  | "map"
  | "strings"
  | "tags"
  | "rows"
  | "table"
  | "object"
  | "variant"
  | "name"
  | "target"
  | "credential"
  | "duration"
  | "color"
  | "cron"
  | "timezone"
  | "hook"
  | "json";

/** Widgets that stand for a kind of their own, with the types of value they can hold. */
const WIDGETS: Readonly<Record<string, { kind: FieldKind; types: readonly (string | undefined)[] }>> = {
  text: { kind: "text", types: ["string"] },
  multiline: { kind: "multiline", types: ["string"] },
  code: { kind: "code", types: ["string"] },
  "target-picker": { kind: "target", types: ["string"] },
  "credential-picker": { kind: "credential", types: ["string"] },
  file: { kind: "name", types: ["string"] },
  cron: { kind: "cron", types: ["string"] },
  timezone: { kind: "timezone", types: ["string"] },
  hook: { kind: "hook", types: ["string"] },
  color: { kind: "color", types: ["string"] },
  duration: { kind: "duration", types: ["integer", "number"] },
  "key-value": { kind: "map", types: ["object"] },
  table: { kind: "table", types: ["array"] },
  tags: { kind: "tags", types: ["array"] },
};

/** Widgets that say only how the usual editor of the type looks. */
const STYLES: ReadonlySet<string> = new Set(["select", "number", "switch", "form"]);

export function fieldKind(schema: Schema, root: Schema): FieldKind {
  const widget = schema["x-ui"]?.widget;
  if (isCondition(schema)) return "condition";
  if (schema["x-expression"]) return "expression";
  if (isAny(schema)) return "dynamic";
  if (choicesOf(schema)) return "select";
  if (variantsOf(schema, root)) return "variant";
  if (widget !== undefined && !STYLES.has(widget)) return widgetKind(widget, schema, root);
  return typeKind(schema, root);
}

function widgetKind(widget: string, schema: Schema, root: Schema): FieldKind {
  const known = WIDGETS[widget];
  if (!known) return "json";
  if (!known.types.includes(typeOf(schema))) return typeKind(schema, root);
  return holdsItems(known.kind, schema, root) ? known.kind : typeKind(schema, root);
}

/** Whether the items of a list are such as the kind can show. */
function holdsItems(kind: FieldKind, schema: Schema, root: Schema): boolean {
  if (kind === "table") return isTable(schema, root);
  return kind !== "tags" || arrayKind(schema, root) === "strings";
}

function typeKind(schema: Schema, root: Schema): FieldKind {
  switch (typeOf(schema)) {
    case "string":
      return stringKind(schema);
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "array":
      return arrayKind(schema, root);
    case "object":
      return objectKind(schema);
    default:
      return "json";
  }
}

function stringKind(schema: Schema): FieldKind {
  if (schema["x-node"]) return "name";
  return schema["x-ui"]?.language ? "code" : "text";
}

function arrayKind(schema: Schema, root: Schema): FieldKind {
  if (!schema.items) return "json";
  const item = resolve(schema.items, root);
  if (groupOf(item, root)) return "conditions";
  if (item["x-dynamic"] || item["x-expression"]) return "rows";
  if (choicesOf(item)) return "choices";
  if (typeOf(item) === "string") return "strings";
  if (isTable(schema, root)) return "table";
  return fieldKind(item, root) === "json" ? "json" : "rows";
}

function objectKind(schema: Schema): FieldKind {
  if (schema.properties && Object.keys(schema.properties).length > 0) return "object";
  return schema.additionalProperties === false ? "json" : "map";
}

/** Any value: said so, or nothing said about the type at all. */
function isAny(schema: Schema): boolean {
  if (schema["x-dynamic"] && !schema.properties) return true;
  const { type, properties, oneOf, anyOf, allOf, items, $ref } = schema;
  return !schema.enum && ![type, properties, oneOf, anyOf, allOf, items, $ref, schema.const].some(Boolean);
}

/** An expression as text, or the same question field by field. */
export function isCondition(schema: Schema): boolean {
  return (
    schema["x-expression"] !== undefined && schema.properties?.expression?.["x-expression"] !== undefined
  );
}

export interface GroupShape {
  condition: Schema;
  group: Schema;
  /** The property of a group that holds its entries. */
  list: string;
}

/** An entry that is a condition, or a group of such entries. */
export function groupOf(item: Schema, root: Schema): GroupShape | undefined {
  const entries = (item.anyOf ?? item.oneOf)?.map((entry) =>
    entry.$ref === "#" ? root : resolve(entry, root),
  );
  const condition = entries?.find(isCondition);
  const group = entries?.find((entry) => !isCondition(entry) && entry.properties !== undefined);
  const list = Object.entries(group?.properties ?? {}).find(
    ([, property]) => property.items !== undefined,
  )?.[0];
  return condition && group && list ? { condition, group, list } : undefined;
}

const CELLS: ReadonlySet<FieldKind> = new Set([
  "text",
  "number",
  "boolean",
  "select",
  "expression",
  "dynamic",
  "name",
  "target",
  "credential",
]);
const NESTED: ReadonlySet<string> = new Set(["array", "object"]);
const MOST_COLUMNS = 3;

/** Rows of a few plain values each: cases, branches, calculations. */
function isTable(schema: Schema, root: Schema): boolean {
  if (!schema.items) return false;
  const item = resolve(schema.items, root);
  const columns = Object.values(item.properties ?? {});
  if (item.oneOf || item.anyOf || columns.length === 0 || columns.length > MOST_COLUMNS) return false;
  return columns.every((column) => {
    const cell = resolve(column, root);
    return !NESTED.has(typeOf(cell) ?? "") && CELLS.has(fieldKind(cell, root));
  });
}

/** Whether a field has its place, given the values beside it. */
export function isVisible(hints: UiHints | undefined, beside: JsonObject, fallbacks: JsonObject): boolean {
  return Object.entries(hints?.visibleWhen ?? {}).every(([name, wanted]) => {
    const value = beside[name] ?? fallbacks[name];
    return Array.isArray(wanted) ? wanted.some((one) => isSame(one, value)) : isSame(wanted, value);
  });
}

function isSame(a: Json, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(isObject(b) ? { ...b } : b);
}
