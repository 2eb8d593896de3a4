// The fields beside a field of a form, with what they hold or fall back to.
import { isObject, type Json } from "./document";
import type { Path } from "./operations";
import { fieldsOf, resolve, type Schema } from "./schema";

export interface Neighbour {
  name: string;
  widget: string | undefined;
  value: Json | undefined;
}

export function besideOf(path: Path, config: Json, root: Schema): Neighbour[] {
  let schema = root;
  let value: Json | undefined = config;
  for (const step of path.slice(0, -1)) {
    schema = resolve(within(schema, step), root);
    value = entry(value, step);
  }
  return fieldsOf(schema, root).map((field) => ({
    name: field.name,
    widget: field.schema["x-ui"]?.widget,
    value: entry(value, field.name) ?? field.schema.default,
  }));
}

function within(schema: Schema, step: string | number): Schema {
  return (typeof step === "number" ? schema.items : schema.properties?.[step]) ?? {};
}

function entry(value: Json | undefined, step: string | number): Json | undefined {
  if (Array.isArray(value)) return value[Number(step)];
  return isObject(value) ? value[step] : undefined;
}
