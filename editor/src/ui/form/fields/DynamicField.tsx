// A value of any type: text or template, number, yes or no, JSON, or an expression.
import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import type { Json } from "../../../core/document";
import { isExpression } from "../../../core/schema";
import { CodeField } from "../../code/CodeField";
import type { EditorProps } from "../Field";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { testId, useForm } from "../formContext";
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
  const { value, path, label } = props;
  const mode = modeOf(value);
  return (
    <FieldFrame {...props}>
      <div className={classes.row}>
        <Select
          aria-label={`${label}: kind of value`}
          data={MODES}
          value={mode}
          allowDeselect={false}
          w={106}
          style={{ flex: "none" }}
          comboboxProps={{ width: 120, position: "bottom-start" }}
          onChange={(next) => next && onChange(path, convert(value, next as Mode))}
        />
        <div className={classes.inline}>
          <ValueEditor {...props} mode={mode} />
        </div>
      </div>
    </FieldFrame>
  );
}

function ValueEditor({ mode, ...props }: EditorProps & { mode: Mode }) {
  const { onChange, readOnly } = useForm();
  const { value, path, label } = props;
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
      return <JsonField {...props} isInline error={undefined} />;
    case "expression":
      return (
        <CodeField
          label={`${label}, expression`}
          language="rhai"
          value={isExpression(value) ? value.$expr : ""}
          placeholder="vars.count + 1"
          readOnly={readOnly}
          testId={testId(path)}
          onChange={(text) => onChange(path, { $expr: text })}
        />
      );
    case "text":
      return (
        <TextInput
          {...common}
          autoComplete="off"
          value={typeof value === "string" ? value : ""}
          placeholder="Text or {{ template }}"
          onChange={(event) => onChange(path, event.currentTarget.value)}
        />
      );
  }
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
