// What a person can be told about a value before the server has answered.
import type { Json } from "./document";
import { isExpression, type Schema, typeOf } from "./schema";

/** A sentence about the value; undefined when it fits. */
export function checkValue(value: Json | undefined, schema: Schema, required: boolean): string | undefined {
  if (value === undefined || value === null || value === "") return required ? "Fill this in." : undefined;
  if (isExpression(value)) return undefined;
  if (typeof value === "string") return value.includes("{{") ? undefined : checkText(value, schema);
  if (typeof value === "number") return checkNumber(value, schema);
  return Array.isArray(value) ? checkList(value, schema) : undefined;
}

function checkText(value: string, schema: Schema): string | undefined {
  if (schema.pattern && !matches(schema.pattern, value)) return `This must match ${schema.pattern}.`;
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    return `Use ${schema.minLength} characters or more.`;
  }
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    return `Use ${schema.maxLength} characters or fewer.`;
  }
  return undefined;
}

function checkNumber(value: number, schema: Schema): string | undefined {
  if (typeOf(schema) === "integer" && !Number.isInteger(value)) return "Use a whole number.";
  if (schema.minimum !== undefined && value < schema.minimum) return `Use ${schema.minimum} or more.`;
  if (schema.maximum !== undefined && value > schema.maximum) return `Use ${schema.maximum} or less.`;
  return undefined;
}

function checkList(value: Json[], schema: Schema): string | undefined {
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    return `Use ${schema.maxItems} entries or fewer.`;
  }
  return undefined;
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, "u").test(value);
  } catch {
    return true;
  }
}
