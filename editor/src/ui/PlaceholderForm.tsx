// What a template asks for before it is used, each by its type.
import { Button, Group, NumberInput, Select, Stack, Text, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useMemo, useState } from "react";
import type { JsonObject } from "../core/document";
import { type ParameterDrafts, readDrafts, startingDrafts } from "../core/parameters";
import { asParameters, type Placeholder, type PlaceholderType } from "../core/templates";
import { PickerInput } from "./pick/PickerInput";

interface Props {
  placeholders: readonly Placeholder[];
  submitLabel: string;
  isBusy: boolean;
  /** What went wrong the last time. */
  error?: ReactNode;
  onSubmit: (values: JsonObject) => void;
  onClose: () => void;
}

export function PlaceholderForm({ placeholders, submitLabel, isBusy, error, onSubmit, onClose }: Props) {
  const parameters = useMemo(() => asParameters(placeholders), [placeholders]);
  const [drafts, setDrafts] = useState<ParameterDrafts>(() => startingDrafts(parameters));
  const [isChecked, setChecked] = useState(false);
  const { values, errors } = readDrafts(parameters, drafts);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (Object.keys(errors).length === 0) onSubmit(values);
  };
  return (
    <form onSubmit={submit} data-testid="placeholder-form" noValidate>
      <Stack gap="md">
        {placeholders.length === 0 && <Text size="sm">This template asks for nothing.</Text>}
        {placeholders.map((placeholder) => (
          <PlaceholderInput
            key={placeholder.name}
            placeholder={placeholder}
            value={drafts[placeholder.name] ?? ""}
            isRequired={parameters[placeholder.name]?.required === true}
            error={isChecked ? errors[placeholder.name] : undefined}
            onChange={(text) => setDrafts((now) => ({ ...now, [placeholder.name]: text }))}
          />
        ))}
        {error}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={isBusy} data-testid="placeholder-submit">
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

const HINTS: { readonly [type in PlaceholderType]?: string } = {
  path: "A path",
  target: "A machine by its name, or group:NAME, tag:NAME, local",
  credential: "The name of a credential, never its value",
};

interface InputProps {
  placeholder: Placeholder;
  value: string;
  isRequired: boolean;
  error?: string;
  onChange: (text: string) => void;
}

function PlaceholderInput({
  placeholder: { name, label, type },
  value,
  isRequired,
  error,
  onChange,
}: InputProps) {
  const common = {
    label: label || name,
    description: HINTS[type],
    withAsterisk: isRequired,
    error,
    "data-testid": `field-${name}`,
  };
  if (type === "target" || type === "credential") {
    const kind = type === "target" ? "Target" : "Credential";
    return <PickerInput {...common} kind={kind} value={value} onText={onChange} />;
  }
  if (type === "number")
    return <NumberInput {...common} value={value} onChange={(next) => onChange(String(next))} />;
  if (type === "boolean") {
    return (
      <Select
        {...common}
        data={CHOICES}
        value={value === "" ? null : value}
        onChange={(next) => onChange(next ?? "")}
      />
    );
  }
  return (
    <Textarea
      {...common}
      value={value}
      autosize
      maxRows={8}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const CHOICES = [
  { value: "true", label: "Yes" },
  { value: "false", label: "No" },
];
