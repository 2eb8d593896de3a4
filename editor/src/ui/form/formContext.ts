// What every field of one form shares.
import { type ComponentType, createContext, useContext } from "react";
import type { CodeKind } from "../../core/completion";
import type { Json } from "../../core/document";
import type { Path } from "../../core/operations";
import type { Schema } from "../../core/schema";
import type { Scope } from "../../core/scope";
import type { MessageStore } from "./messages";

export interface ExpressionRequest {
  path: Path;
  label: string;
  kind: CodeKind;
  /** Names that only this field sees. */
  binds?: readonly string[];
  language?: string;
  apply: (text: string) => void;
}

export interface LiveProps {
  kind: CodeKind;
  code: string;
  /** Where the code has a mistake; undefined when it has none. */
  onPlace?: (mistake: { message: string; at: number } | undefined) => void;
}

export interface BelowProps {
  widget: "cron" | "hook";
  path: Path;
  text: string;
}

/** What the page around a form knows of the node: names, values, and the large editor. */
export interface FormHelp {
  scope: () => Scope;
  /** The value of a piece of code with the example data, as one line. */
  Live: ComponentType<LiveProps>;
  /** What the server knows of a field: the next times of a time table, the address that a path is part of. */
  Below: ComponentType<BelowProps>;
  /** Opens the large editor on a field. */
  open: (request: ExpressionRequest) => void;
  /** What the same kind of field holds elsewhere in the flow, or is known to exist. */
  names: (field: { widget?: string; isNode: boolean }) => readonly string[];
}

export interface FormContextValue {
  root: Schema;
  messages: MessageStore;
  readOnly: boolean;
  onChange: (path: Path, value: Json | undefined) => void;
  help?: FormHelp;
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

export interface EditorProps extends FieldProps {
  error?: string;
  /** The field takes an expression in place of a value. */
  canSwitch?: boolean;
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
