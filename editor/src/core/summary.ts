// The one line under a node's title: where and what it will do, read without knowing its type.
import type { Descriptor } from "./descriptor";
import { type FlowNode, isObject, type Json, type JsonObject } from "./document";
import { fieldsOf, isExpression } from "./schema";

const MAX_LENGTH = 80;

type Summed = Pick<FlowNode, "config" | "target">;

export function summaryOf(descriptor: Descriptor, { config, target }: Summed): string {
  const fields = fieldsOf(descriptor.schema, descriptor.schema);
  const ordered = [...fields.filter((field) => field.required), ...fields.filter((field) => !field.required)];
  const parts: string[] = [];
  for (const field of ordered) {
    if (field.schema["x-ui"]?.secret) continue;
    const value = config?.[field.name];
    const isDefault = !field.required && JSON.stringify(value) === JSON.stringify(field.schema.default);
    const text = value === undefined || isDefault ? "" : brief(value);
    if (text) parts.push(text);
    if (parts.length === 2) break;
  }
  return [target, ...parts].filter(Boolean).join(" · ").slice(0, MAX_LENGTH);
}

function brief(value: Json): string {
  if (typeof value === "string") return value.trim().split("\n")[0] ?? "";
  if (typeof value === "number") return String(value);
  if (isExpression(value)) return `= ${value.$expr}`;
  if (Array.isArray(value)) return value.length === 0 ? "" : briefList(value);
  if (isObject(value)) return Object.keys(value).slice(0, 3).join(", ");
  return "";
}

function briefList(list: Json[]): string {
  const words = list.map((item) => (isObject(item) ? firstText(item) : String(item))).filter(Boolean);
  return words.length > 0 && words.length <= 3 ? words.join(", ") : `${list.length} items`;
}

function firstText(item: JsonObject): string {
  const text = Object.values(item).find((value) => typeof value === "string");
  return typeof text === "string" ? text : "";
}
