// One field: picks the editor for its schema, and switches between a fixed value and an expression.
import IconMathFunction from "@tabler/icons-react/dist/esm/icons/IconMathFunction.mjs";
import { memo, Suspense, useState } from "react";
import { checkValue } from "../../core/checks";
import type { Json } from "../../core/document";
import { type FieldKind, fieldKind } from "../../core/fieldKind";
import { isExpression, typeOf } from "../../core/schema";
import { ExpressionInput } from "./ExpressionInput";
import classes from "./Field.module.css";
import { FieldFrame } from "./FieldFrame";
import { type FieldProps, pathText, useForm } from "./formContext";
import { useMessage } from "./messages";
import { widgets } from "./widgets";

/** Kinds that take an expression unless their schema says no. */
const SCALARS: ReadonlySet<FieldKind> = new Set([
  "text",
  "multiline",
  "code",
  "number",
  "boolean",
  "select",
  "name",
  "duration",
  "color",
  "cron",
]);

/** Kinds that are expressions already, or hold a switch of their own. */
const OWN_SWITCH: ReadonlySet<FieldKind> = new Set(["expression", "condition", "dynamic"]);

export const Field = memo(function Field(props: FieldProps) {
  const { root, onChange, readOnly } = useForm();
  const { schema, path, value, label, isInline } = props;
  const kind = fieldKind(schema, root);
  const message = useMessage(path);
  const error = message ?? checkValue(value, schema, false);
  const [hasSwitched, setSwitched] = useState(false);
  const hint = schema["x-ui"]?.expression ?? (SCALARS.has(kind) ? "allowed" : "no");
  const isExpr = isExpression(value);
  const canSwitch = (hint === "allowed" || isExpr) && !OWN_SWITCH.has(kind) && !readOnly;
  const switchTo = (next: Json | undefined) => {
    setSwitched(true);
    onChange(path, next);
  };
  const toggle = canSwitch && (
    <button
      type="button"
      className={classes.toggle}
      aria-pressed={isExpr}
      title={isExpr ? "Use a fixed value" : "Use an expression"}
      aria-label={`${label}: ${isExpr ? "use a fixed value" : "use an expression"}`}
      onClick={() => switchTo(isExpr ? toFixed(value.$expr, typeOf(schema)) : { $expr: toCode(value) })}
    >
      <IconMathFunction size={16} aria-hidden="true" />
    </button>
  );
  if (!OWN_SWITCH.has(kind) && (isExpr || hint === "only")) {
    return (
      <FieldFrame {...props} error={error} toggle={toggle}>
        <ExpressionInput
          {...props}
          error={error}
          label={`${label}, expression`}
          code={isExpr ? value.$expr : ""}
          autoFocus={hasSwitched}
          onChange={(text) => onChange(path, { $expr: text })}
        />
      </FieldFrame>
    );
  }
  const startExpression = (event: React.KeyboardEvent) => {
    if (event.key !== "=" || event.ctrlKey || event.metaKey) return;
    if (holdsEntries(value) || !isEmptyInput(event.target)) return;
    event.preventDefault();
    switchTo({ $expr: "" });
  };
  const Editor = widgets[kind];
  return (
    <div
      className={isInline ? classes.inline : classes.field}
      data-switch={canSwitch || undefined}
      onKeyDownCapture={canSwitch ? startExpression : undefined}
    >
      <Suspense>
        <Editor {...props} error={error} canSwitch={canSwitch} />
      </Suspense>
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

/** A list with something in it is not given up for a letter in one of its fields. */
function holdsEntries(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** An empty field of a form; in a field that is not empty, "=" is a letter like any other. */
function isEmptyInput(target: EventTarget): boolean {
  const isInput = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  if (isInput) return target.value === "" && !["checkbox", "password"].includes(target.type);
  if (!(target instanceof HTMLElement) || !target.isContentEditable) return false;
  return target.textContent === "" || target.querySelector(".cm-placeholder") !== null;
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
