// One parameter of a run, as its type wants it.
import { NumberInput, PasswordInput, Select, Textarea, TextInput } from "@mantine/core";
import type { FlowParameter } from "../core/document";
import { parameterText } from "../core/parameters";
import { humanize } from "../core/schema";
import { inline } from "./Markdown";

interface Props {
  name: string;
  parameter: FlowParameter;
  value: string;
  error?: string;
  onChange: (text: string) => void;
}

export function ParameterInput({ name, parameter, value, error, onChange }: Props) {
  const common = {
    label: humanize(name),
    description: parameter.description && inline(parameter.description),
    withAsterisk: parameter.required,
    error,
    placeholder: parameter.default === undefined ? undefined : parameterText(parameter.default),
    "data-testid": `field-${name}`,
  };
  const onText = (event: { currentTarget: { value: string } }) => onChange(event.currentTarget.value);
  if (parameter.enum && parameter.enum.length > 0) {
    return (
      <Choice {...common} choices={parameter.enum.map(parameterText)} value={value} onChange={onChange} />
    );
  }
  if (parameter.secret)
    return <PasswordInput {...common} value={value} onChange={onText} autoComplete="off" />;
  switch (parameter.type) {
    case "boolean":
      return <Choice {...common} choices={["true", "false"]} value={value} onChange={onChange} />;
    case "integer":
    case "number":
      return (
        <NumberInput
          {...common}
          value={value}
          allowDecimal={parameter.type === "number"}
          onChange={(next) => onChange(String(next))}
        />
      );
    case "array":
    case "object":
      return <Textarea {...common} value={value} onChange={onText} autosize minRows={2} ff="monospace" />;
    default:
      return <TextInput {...common} value={value} onChange={onText} autoComplete="off" />;
  }
}

interface ChoiceProps {
  label: string;
  choices: string[];
  value: string;
  onChange: (text: string) => void;
}

function Choice({ choices, value, onChange, ...rest }: ChoiceProps) {
  return (
    <Select
      {...rest}
      data={choices}
      value={value === "" ? null : value}
      clearable
      onChange={(next) => onChange(next ?? "")}
    />
  );
}
