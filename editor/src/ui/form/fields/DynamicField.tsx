// A value of any type: text or template, number, yes or no, JSON, or an expression.
import { NumberInput, Select, Switch } from "@mantine/core";
import { type KeyboardEvent, useState } from "react";
import type { Json } from "../../../core/document";
import { isExpression } from "../../../core/schema";
import { ExpressionInput } from "../ExpressionInput";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { type EditorProps, testId, useForm } from "../formContext";
import { TemplateInput } from "../TemplateInput";
import { TemplateLive } from "../TemplateLive";
import { JsonField } from "./JsonField";

type Mode = "text" | "number" | "boolean" | "json" | "expression";

const MODES: { value: Mode; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes/no" },
  { value: "json", label: "JSON" },
  { value: "expression", label: "ƒx" },
];

export function DynamicField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, label, schema } = props;
  const [hasSwitched, setSwitched] = useState(false);
  const mode = modeOf(value);
  const startExpression = (event: KeyboardEvent) => {
    if (event.key !== "=" || !takesCode(schema) || mode !== "text" || (value !== undefined && value !== ""))
      return;
    event.preventDefault();
    setSwitched(true);
    onChange(path, { $expr: "" });
  };
  return (
    <FieldFrame {...props} error={mode === "json" ? undefined : props.error}>
      <div className={classes.row} onKeyDownCapture={startExpression}>
        <Select
          aria-label={`${label}: kind of value`}
          data={takesCode(schema) || mode === "expression" ? MODES : MODES.slice(0, -1)}
          value={mode}
          allowDeselect={false}
          w={106}
          style={{ flex: "none" }}
          comboboxProps={{ width: 120, position: "bottom-start" }}
          onChange={(next) => next && onChange(path, convert(value, next as Mode))}
        />
        <div className={classes.inline}>
          <ValueEditor {...props} mode={mode} hasSwitched={hasSwitched} />
        </div>
      </div>
    </FieldFrame>
  );
}

function ValueEditor({ mode, hasSwitched, ...props }: EditorProps & { mode: Mode; hasSwitched: boolean }) {
  const { onChange } = useForm();
  const { value, path, label, schema } = props;
  const common = { "aria-label": label, "data-testid": testId(path) };
  switch (mode) {
    case "number":
      return (
        <NumberInput
          {...common}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => typeof next === "number" && onChange(path, next)}
        />
      );
    case "boolean":
      return (
        <Switch
          {...common}
          pt={6}
          checked={value === true}
          label={value === true ? "Yes" : "No"}
          onChange={(event) => onChange(path, event.currentTarget.checked)}
        />
      );
    case "json":
      return <JsonField {...props} isInline />;
    case "expression":
      return (
        <ExpressionInput
          {...props}
          label={`${label}, expression`}
          code={isExpression(value) ? value.$expr : ""}
          placeholder="vars.count + 1"
          autoFocus={hasSwitched}
          onChange={(text) => onChange(path, { $expr: text })}
        />
      );
    case "text":
      return (
        <TemplateLive text={typeof value === "string" ? value : ""}>
          <TemplateInput
            {...common}
            value={typeof value === "string" ? value : ""}
            lines={schema["x-ui"]?.widget === "multiline" ? 1 : undefined}
            placeholder={takesCode(schema) ? "Text or {{ template }}" : "Text"}
            onText={(text) => onChange(path, text)}
          />
        </TemplateLive>
      );
  }
}

function takesCode(schema: EditorProps["schema"]): boolean {
  return schema["x-ui"]?.expression !== "no";
}

function modeOf(value: Json | undefined): Mode {
  if (isExpression(value)) return "expression";
  if (value === undefined || typeof value === "string") return "text";
  if (typeof value === "number") return "number";
  return typeof value === "boolean" ? "boolean" : "json";
}

/** The nearest value of the new kind; text that reads as one becomes it. */
function convert(value: Json | undefined, mode: Mode): Json {
  const plain = isExpression(value) ? value.$expr : value;
  switch (mode) {
    case "text":
      return plain === undefined || plain === null
        ? ""
        : typeof plain === "string"
          ? plain
          : JSON.stringify(plain);
    case "number":
      return Number.isFinite(Number(plain ?? "")) ? Number(plain ?? 0) : 0;
    case "boolean":
      return plain === true || plain === "true";
    case "json":
      return typeof plain === "object" ? plain : plain === undefined ? null : [plain];
    case "expression":
      return {
        $expr: typeof plain === "string" && isExpression(value) ? plain : JSON.stringify(plain ?? ""),
      };
  }
}
