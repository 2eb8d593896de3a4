// One field: picks the editor for its schema, and switches between a fixed value and an expression.
import { memo } from "react";
import type { Json } from "../../core/document";
import { checkValue, type FieldKind, fieldKind, isExpression, typeOf } from "../../core/schema";
import { CodeField } from "../code/CodeField";
import classes from "./Field.module.css";
import { FieldFrame } from "./FieldFrame";
import { DynamicField } from "./fields/DynamicField";
import { JsonField } from "./fields/JsonField";
import { MapField } from "./fields/MapField";
import { ObjectField, VariantField } from "./fields/ObjectField";
import { RowsField } from "./fields/RowsField";
import { BooleanField, CodeTextField, NumberField, SelectField, TextField } from "./fields/scalars";
import { type FieldProps, pathText, testId, useForm } from "./formContext";

export interface EditorProps extends FieldProps {
  error?: string;
}

const editors: Readonly<Record<FieldKind, React.ComponentType<EditorProps>>> = {
  text: TextField,
  multiline: TextField,
  code: CodeTextField,
  expression: CodeTextField,
  number: NumberField,
  boolean: BooleanField,
  select: SelectField,
  dynamic: DynamicField,
  map: MapField,
  strings: RowsField,
  rows: RowsField,
  object: ObjectField,
  variant: VariantField,
  json: JsonField,
};

const SCALARS: ReadonlySet<FieldKind> = new Set(["text", "multiline", "code", "number", "boolean", "select"]);

export const Field = memo(function Field(props: FieldProps) {
  const { root, messages, onChange, readOnly } = useForm();
  const { schema, path, value, label, isInline } = props;
  const kind = fieldKind(schema, root);
  const error = messages.get(pathText(path)) ?? checkValue(value, schema, false);
  const hint = schema["x-ui"]?.expression ?? (SCALARS.has(kind) ? "allowed" : "no");
  const isExpr = isExpression(value);
  const canSwitch =
    (hint === "allowed" || isExpr) && kind !== "expression" && kind !== "dynamic" && !readOnly;
  const toggle = canSwitch && (
    <button
      type="button"
      className={classes.toggle}
      aria-pressed={isExpr}
      title={isExpr ? "Use a fixed value" : "Use an expression"}
      aria-label={`${label}: ${isExpr ? "use a fixed value" : "use an expression"}`}
      onClick={() => onChange(path, isExpr ? toFixed(value.$expr, typeOf(schema)) : { $expr: toCode(value) })}
    >
      ƒx
    </button>
  );
  if (kind !== "dynamic" && (isExpr || (hint === "only" && kind !== "expression"))) {
    return (
      <FieldFrame {...props} error={error} toggle={toggle}>
        <CodeField
          label={`${label}, expression`}
          language="rhai"
          value={isExpr ? value.$expr : ""}
          placeholder="vars.name"
          testId={testId(path)}
          readOnly={readOnly}
          onChange={(text) => onChange(path, { $expr: text })}
        />
      </FieldFrame>
    );
  }
  const Editor = editors[kind];
  return (
    <div className={isInline ? classes.inline : classes.field} data-switch={canSwitch || undefined}>
      <Editor {...props} error={error} />
      {toggle}
    </div>
  );
}, isSameField);

function isSameField(a: FieldProps, b: FieldProps): boolean {
  return (
    a.value === b.value &&
    a.schema === b.schema &&
    a.label === b.label &&
    a.required === b.required &&
    a.isInline === b.isInline &&
    pathText(a.path) === pathText(b.path)
  );
}

/** A fixed value as the expression that gives the same. */
function toCode(value: Json | undefined): string {
  return value === undefined || value === null ? "" : JSON.stringify(value);
}

/** The expression's value when it is a plain literal, else its text for string fields, else nothing. */
function toFixed(code: string, type: string | undefined): Json | undefined {
  try {
    return JSON.parse(code) as Json;
  } catch {
    return type === "string" && code.trim() !== "" ? code : undefined;
  }
}
