// Editors for single values: text, number, yes or no, a choice, a piece of code.
import { NumberInput, PasswordInput, Select, Switch, Textarea, TextInput } from "@mantine/core";
import type { Json } from "../../../core/document";
import { choicesOf } from "../../../core/schema";
import { CodeField } from "../../code/CodeField";
import { inline } from "../../Markdown";
import type { EditorProps } from "../Field";
import { FieldFrame } from "../FieldFrame";
import { testId, useForm } from "../formContext";

const ORDER = ["label", "input", "error", "description"] as ("label" | "input" | "error" | "description")[];

function common({ schema, label, required, isInline, error, path }: EditorProps) {
  return {
    label: isInline ? undefined : label,
    "aria-label": isInline ? label : undefined,
    description: isInline || !schema.description ? undefined : inline(schema.description),
    withAsterisk: required,
    error,
    inputWrapperOrder: ORDER,
    "data-testid": testId(path),
  };
}

function placeholderOf({ schema }: EditorProps): string | undefined {
  if (schema["x-ui"]?.placeholder) return schema["x-ui"].placeholder;
  const fallback = schema.default;
  return fallback === undefined || fallback === null || fallback === "" ? undefined : String(fallback);
}

/** Text, and any value that is not text but stands where text belongs. */
function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function TextField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema } = props;
  const input = {
    ...common(props),
    value: asText(value),
    placeholder: placeholderOf(props),
    onChange: (event: { currentTarget: { value: string } }) => {
      const text = event.currentTarget.value;
      onChange(path, text === "" && !props.required ? undefined : text);
    },
  };
  if (schema["x-ui"]?.secret) return <PasswordInput {...input} autoComplete="off" />;
  if (schema["x-ui"]?.widget === "multiline")
    return <Textarea {...input} autosize minRows={3} maxRows={14} />;
  return <TextInput {...input} autoComplete="off" />;
}

export function NumberField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema } = props;
  if (typeof value === "string") return <TextAsNumberField {...props} />;
  return (
    <NumberInput
      {...common(props)}
      value={typeof value === "number" ? value : ""}
      placeholder={placeholderOf(props)}
      min={schema.minimum}
      max={schema.maximum}
      clampBehavior="none"
      allowDecimal={schema.type !== "integer"}
      onChange={(next) => {
        if (typeof next === "number") onChange(path, next);
        else if (next === "") onChange(path, undefined);
      }}
    />
  );
}

/** Text where a number belongs (from an import, say): becomes the number as soon as it reads as one. */
function TextAsNumberField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path } = props;
  return (
    <TextInput
      {...common(props)}
      value={asText(value)}
      autoComplete="off"
      onChange={(event) => {
        const text = event.currentTarget.value.trim();
        if (text === "") onChange(path, undefined);
        else onChange(path, Number.isFinite(Number(text)) ? Number(text) : text);
      }}
    />
  );
}

export function BooleanField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema, label, error } = props;
  const isOn = typeof value === "boolean" ? value : schema.default === true;
  return (
    <Switch
      label={label}
      description={props.isInline || !schema.description ? undefined : inline(schema.description)}
      error={error}
      checked={isOn}
      onChange={(event) => onChange(path, event.currentTarget.checked)}
      data-testid={testId(path)}
      pr={36}
    />
  );
}

export function SelectField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema, required } = props;
  const choices = choicesOf(schema) ?? [];
  const shown = value ?? schema.default;
  const data = choices.map((choice) => ({ value: JSON.stringify(choice.value), label: choice.label }));
  const current = shown === undefined || shown === null ? null : JSON.stringify(shown);
  if (current !== null && !data.some((item) => item.value === current)) {
    data.push({ value: current, label: `${asText(shown)} (not a choice)` });
  }
  return (
    <Select
      {...common(props)}
      data={data}
      value={current}
      placeholder="Choose"
      clearable={!required && value !== undefined}
      allowDeselect={false}
      onChange={(next) => onChange(path, next === null ? undefined : (JSON.parse(next) as Json))}
    />
  );
}

export function CodeTextField(props: EditorProps) {
  const { onChange, readOnly } = useForm();
  const { value, path, schema, label } = props;
  const language = schema["x-ui"]?.language ?? schema["x-expression"];
  return (
    <FieldFrame {...props}>
      <CodeField
        label={label}
        language={language}
        minLines={schema["x-expression"] || props.isInline ? 1 : 4}
        value={asText(value)}
        placeholder={placeholderOf(props)}
        readOnly={readOnly}
        testId={testId(path)}
        onChange={(text) => onChange(path, text === "" && !props.required ? undefined : text)}
      />
    </FieldFrame>
  );
}
