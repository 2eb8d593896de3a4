// One field: picks the editor for its schema, and switches between a fixed value and an expression.
import IconMathFunction from "@tabler/icons-react/dist/esm/icons/IconMathFunction.mjs";
import { memo, Suspense, useState } from "react";
import { checkValue } from "../../core/checks";
import type { Json } from "../../core/document";
import { type FieldKind, fieldKind } from "../../core/fieldKind";
import { isExpression, typeOf } from "../../core/schema";
import { fixedText, hasBraces } from "../../core/selectors";
import { ExpressionInput } from "./ExpressionInput";
import classes from "./Field.module.css";
import { FieldFrame } from "./FieldFrame";
import { asText } from "./fields/scalars";
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
  "target",
  "credential",
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
  const isBraced = hint === "template";
  const isExpr = isBraced ? hasSwitched || hasBraces(value) : isExpression(value);
  const code = isExpression(value) ? value.$expr : isBraced ? asText(value) : "";
  const canSwitch = (hint === "allowed" || isBraced || isExpr) && !OWN_SWITCH.has(kind) && !readOnly;
  const setCode = (text: string) => {
    // Whoever types stays in this editor, also while there are no braces in the text.
    if (isBraced) setSwitched(true);
    onChange(path, isBraced ? text || undefined : { $expr: text });
  };
  const toExpression = () => {
    setSwitched(true);
    if (!isBraced) onChange(path, { $expr: toCode(value) });
  };
  const toValue = () => {
    setSwitched(!isBraced);
    onChange(path, isBraced ? fixedText(code) : toFixed(code, typeOf(schema)));
  };
  const toggle = canSwitch && (
    <button
      type="button"
      className={classes.toggle}
      aria-pressed={isExpr}
      title={isExpr ? "Use a fixed value" : "Use an expression"}
      aria-label={`${label}: ${isExpr ? "use a fixed value" : "use an expression"}`}
      onClick={isExpr ? toValue : toExpression}
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
          code={code}
          kind={isBraced ? "template" : undefined}
          placeholder={isBraced ? "{{ vars.host }}" : undefined}
          autoFocus={hasSwitched}
          onChange={setCode}
        />
      </FieldFrame>
    );
  }
  const startExpression = (event: React.KeyboardEvent) => {
    if (event.key !== "=" || event.ctrlKey || event.metaKey) return;
    if (holdsEntries(value) || !isEmptyInput(event.target)) return;
    event.preventDefault();
    setSwitched(true);
    setCode("");
  };
  /** Who types braces goes on typing in the editor of expressions. */
  const followBraces = (event: React.FormEvent) => {
    if (isBraced && hasBraces((event.target as HTMLInputElement).value)) setSwitched(true);
  };
  const Editor = widgets[kind];
  return (
    <div
      className={isInline ? classes.inline : classes.field}
      data-switch={canSwitch || undefined}
      onKeyDownCapture={canSwitch ? startExpression : undefined}
      onInputCapture={canSwitch ? followBraces : undefined}
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
