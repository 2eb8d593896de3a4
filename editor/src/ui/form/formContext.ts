// What every field of one form shares.
import { createContext, useContext } from "react";
import type { Json } from "../../core/document";
import type { Path } from "../../core/operations";
import type { Schema } from "../../core/schema";

export interface FormContextValue {
  root: Schema;
  /** Problems by path, such as "cases/0/value". */
  messages: ReadonlyMap<string, string>;
  readOnly: boolean;
  onChange: (path: Path, value: Json | undefined) => void;
}

export const FormContext = createContext<FormContextValue | null>(null);

export function useForm(): FormContextValue {
  const value = useContext(FormContext);
  if (!value) throw new Error("This field belongs inside a SchemaForm.");
  return value;
}

export interface FieldProps {
  path: Path;
  schema: Schema;
  value: Json | undefined;
  label: string;
  required?: boolean;
  /** In a row the label is for screen readers only. */
  isInline?: boolean;
}

export function pathText(path: Path): string {
  return path.join("/");
}

export function testId(path: Path): string {
  return `field-${path.join("-")}`;
}

export function labelFor(schema: Schema, fallback: string): string {
  return schema.title ?? fallback;
}
