// A condition as its schema describes it: an expression, a comparison of two values, or how a node ended.
import { isObject, type Json, type JsonObject } from "./document";
import { choicesOf, resolve, type Schema } from "./schema";

export interface ConditionShape {
  /** The property that says which kind it is, and its choices. */
  kind: string;
  kinds: { value: string; description?: string }[];
  /** The property that holds an expression. */
  expression: string;
}

/** Reads from the schema what the builder needs; nothing where it has not the parts of a condition. */
export function conditionShape(schema: Schema, root: Schema): ConditionShape | undefined {
  const properties = Object.entries(schema.properties ?? {});
  const expression = properties.find(([, property]) => property["x-expression"])?.[0];
  const kind = properties.find(([name]) => name === "type");
  if (expression === undefined || !kind) return undefined;
  const choices = choicesOf(resolve(kind[1], root)) ?? [];
  const kinds = choices.map(({ value, description }) => ({ value: String(value), description }));
  return kinds.length > 0 ? { kind: kind[0], kinds, expression } : undefined;
}

const EXPRESSION = "expression";
const COMPARISON = "variable_check";
const ENDED = "step_result";

/** The kind of a condition; as in the engine, an expression where there is one, else a comparison. */
export function kindOf(value: Json | undefined): string {
  if (!isObject(value)) return EXPRESSION;
  if (typeof value.type === "string") return value.type;
  return value.expression !== undefined && value.expression !== null ? EXPRESSION : COMPARISON;
}

/** What a kind of condition asks for; the rest of the properties belong to others. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  [EXPRESSION]: ["expression"],
  [COMPARISON]: ["left_operand", "operator", "right_operand"],
  [ENDED]: ["node", "status"],
};

const UNARY: ReadonlySet<string> = new Set(["is_empty", "exists"]);

/** The properties to show for this value, in the order they are read. */
export function fieldsShown(value: Json | undefined): readonly string[] {
  const fields = FIELDS[kindOf(value)] ?? Object.values(FIELDS).flat();
  const isUnary = isObject(value) && typeof value.operator === "string" && UNARY.has(value.operator);
  return isUnary
    ? fields.filter((name) => name !== "right_operand" || value.right_operand !== undefined)
    : fields;
}

/** The condition as another kind: what both know stays, and an expression keeps its text. */
export function asKind(value: Json | undefined, kind: string): Json {
  if (kind === EXPRESSION) {
    const text = isObject(value) ? value.expression : value;
    const own = typeof text === "string" ? text : comparisonText(value);
    return isObject(value) && value.negate === true
      ? { type: EXPRESSION, expression: own, negate: true }
      : own;
  }
  const kept: JsonObject = isObject(value) && value.negate === true ? { negate: true } : {};
  if (kind === COMPARISON) return { type: COMPARISON, ...fromText(value), ...kept };
  const ended: JsonObject = kind === ENDED ? { status: "success" } : {};
  return { type: kind, ...ended, ...kept };
}

const SIGNS: Readonly<Record<string, string>> = {
  equals: "==",
  not_equals: "!=",
  greater: ">",
  less: "<",
  greater_or_equal: ">=",
  less_or_equal: "<=",
};

/** A comparison as an expression where that is sure to mean the same. */
function comparisonText(value: Json | undefined): string {
  if (!isObject(value) || kindOf(value) !== COMPARISON) return "";
  const sign = SIGNS[typeof value.operator === "string" ? value.operator : "equals"];
  const left = operandText(value.left_operand, true);
  const right = operandText(value.right_operand, false);
  return sign && left && right ? `${left} ${sign} ${right}` : "";
}

function operandText(value: Json | undefined, isName: boolean): string {
  if (isObject(value) && typeof value.$expr === "string") return value.$expr;
  if (typeof value !== "string") return value === undefined ? "" : JSON.stringify(value);
  const whole = /^\s*\{\{\s*([^|{}]+?)\s*\}\}\s*$/.exec(value);
  if (whole?.[1]) return whole[1];
  return isName && PATH.test(value) ? value : JSON.stringify(value);
}

const PATH = /^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;
const SIMPLE =
  /^\s*([A-Za-z_][\w.]*)\s*(==|!=|>=|<=|>|<)\s*(-?\d+(?:\.\d+)?|true|false|'[^']*'|"[^"\\]*")\s*$/;

/** `disk.used > 80` taken apart; anything more is left for the person to fill in. */
function fromText(value: Json | undefined): JsonObject {
  const text = isObject(value) ? value.expression : value;
  const found = typeof text === "string" ? SIMPLE.exec(text) : null;
  const [, left, sign, right] = found ?? [];
  const operator = Object.entries(SIGNS).find(([, own]) => own === sign)?.[0];
  if (!left || !operator || right === undefined)
    return { left_operand: "", operator: "equals", right_operand: "" };
  return { left_operand: `{{ ${left} }}`, operator, right_operand: literal(right) };
}

function literal(text: string): Json {
  if (text.startsWith("'") || text.startsWith('"')) return text.slice(1, -1);
  return JSON.parse(text) as Json;
}
