// Editors for single values: text, number, yes or no, a choice, a piece of code.
import { MultiSelect, NumberInput, PasswordInput, Select, Switch, TextInput } from "@mantine/core";
import type { Json } from "../../../core/document";
import { choicesOf, resolve, typeOf } from "../../../core/schema";
import { inline } from "../../Markdown";
import { ExpressionInput } from "../ExpressionInput";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { type EditorProps, testId, useForm } from "../formContext";
import { LargeEditor } from "../LargeEditor";
import { TemplateInput } from "../TemplateInput";
import { TemplateLive } from "../TemplateLive";
import { described, optionsOf } from "./ChoiceOption";

const ORDER = ["label", "input", "error", "description"] as ("label" | "input" | "error" | "description")[];

export function common({ schema, label, required, isInline, error, path }: EditorProps) {
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

export function placeholderOf({ schema }: EditorProps): string | undefined {
  if (schema["x-ui"]?.placeholder) return schema["x-ui"].placeholder;
  const fallback = schema.default;
  return fallback === undefined || fallback === null || fallback === "" ? undefined : String(fallback);
}

/** Text, and any value that is not text but stands where text belongs. */
export function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function TextField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema } = props;
  const set = (text: string) => onChange(path, text === "" && !props.required ? undefined : text);
  const input = { ...common(props), value: asText(value), placeholder: placeholderOf(props) };
  if (schema["x-ui"]?.secret) {
    return (
      <PasswordInput {...input} autoComplete="off" onChange={(event) => set(event.currentTarget.value)} />
    );
  }
  const isLong = schema["x-ui"]?.widget === "multiline";
  const hasRoom = props.canSwitch && !props.isInline;
  return (
    <>
      <TemplateLive text={input.value}>
        <TemplateInput {...input} lines={isLong ? 3 : undefined} onText={set} />
      </TemplateLive>
      {hasRoom && <LargeEditor className={classes.beside} {...props} kind="template" onChange={set} />}
    </>
  );
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
      allowDecimal={typeOf(schema) !== "integer"}
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
      label={props.isInline ? undefined : label}
      aria-label={props.isInline ? label : undefined}
      description={props.isInline || !schema.description ? undefined : inline(schema.description)}
      error={error}
      checked={isOn}
      onChange={(event) => onChange(path, event.currentTarget.checked)}
      data-testid={testId(path)}
      pr={props.canSwitch && !props.isInline ? 36 : undefined}
      pt={props.isInline ? 8 : undefined}
    />
  );
}

export function SelectField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema, required } = props;
  const choices = choicesOf(schema) ?? [];
  const shown = value ?? schema.default;
  const data = optionsOf(choices);
  const about = choices.find((choice) => JSON.stringify(choice.value) === JSON.stringify(shown))?.description;
  const current = shown === undefined || shown === null ? null : JSON.stringify(shown);
  if (current !== null && !data.some((item) => item.value === current)) {
    data.push({ value: current, label: `${asText(shown)} (not a choice)` });
  }
  return (
    <Select
      {...common(props)}
      {...described(choices, props.isInline)}
      title={about?.replaceAll("`", "")}
      data={data}
      value={current}
      placeholder="Choose"
      clearable={!required && value !== undefined}
      allowDeselect={false}
      onChange={(next) => onChange(path, next === null ? undefined : (JSON.parse(next) as Json))}
    />
  );
}

export function ChoicesField(props: EditorProps) {
  const { root, onChange } = useForm();
  const { value, path, schema } = props;
  const choices = choicesOf(resolve(schema.items ?? {}, root)) ?? [];
  const list = Array.isArray(value) ? value : Array.isArray(schema.default) ? schema.default : [];
  const known = optionsOf(choices);
  const strange = list
    .map((item) => JSON.stringify(item))
    .filter((text) => !known.some((choice) => choice.value === text))
    .map((text) => ({ value: text, label: `${text} (not a choice)` }));
  return (
    <MultiSelect
      {...common(props)}
      {...described(choices, props.isInline)}
      data={[...known, ...strange]}
      value={list.map((item) => JSON.stringify(item))}
      placeholder={list.length === 0 ? "Choose" : undefined}
      onChange={(next) =>
        onChange(
          path,
          next.map((text) => JSON.parse(text) as Json),
        )
      }
    />
  );
}

/** A command, a query, a script: code of another language with braces in it. */
export function CodeTextField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema } = props;
  return (
    <FieldFrame {...props}>
      <ExpressionInput
        {...props}
        kind="template"
        code={asText(value)}
        language={schema["x-ui"]?.language ?? "text"}
        minLines={props.isInline ? 1 : 4}
        placeholder={placeholderOf(props) ?? ""}
        onChange={(text) => onChange(path, text === "" && !props.required ? undefined : text)}
      />
    </FieldFrame>
  );
}

export function ExpressionField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema } = props;
  return (
    <FieldFrame {...props}>
      <ExpressionInput
        {...props}
        code={asText(value)}
        language={schema["x-expression"]}
        placeholder={placeholderOf(props)}
        onChange={(text) => onChange(path, text === "" && !props.required ? undefined : text)}
      />
    </FieldFrame>
  );
}
