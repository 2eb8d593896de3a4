// The parameters a run of this flow asks for.
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { useState } from "react";
import type { FlowParameter, ParameterType } from "../../core/document";
import { firstFree } from "../../core/ids";
import { parameterText, parseParameter } from "../../core/parameters";
import classes from "./ParametersTable.module.css";
import { useEditor, useEditorSession } from "./session";

type Parameters = { [name: string]: FlowParameter };
const TYPES: ParameterType[] = ["string", "integer", "number", "boolean", "array", "object"];
const NONE: Parameters = {};

export function ParametersTable() {
  const session = useEditorSession();
  const parameters = useEditor((state) => state.document.parameters) ?? NONE;
  const set = (next: Parameters) => {
    const fields = { parameters: Object.keys(next).length > 0 ? next : undefined };
    session.store.getState().apply({ kind: "setDocument", fields });
  };
  const names = Object.keys(parameters);
  const replace = (from: string, to: string, parameter: FlowParameter) =>
    set(
      Object.fromEntries(
        names.map((name) => (name === from ? [to, parameter] : [name, parameters[name]])) as [
          string,
          FlowParameter,
        ][],
      ),
    );
  return (
    <Stack gap="xs">
      <Text fw={650} fz={14} mt="xs">
        Parameters
      </Text>
      <Text size="xs" c="dimmed">
        Asked for when a run starts; nodes read them as params.name.
      </Text>
      {names.map((name, index) => (
        <ParameterCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a card keeps its place while its name is edited
          key={index}
          name={name}
          parameter={parameters[name] ?? { type: "string" }}
          isTaken={(other) => other !== name && names.includes(other)}
          onChange={(next, parameter) => replace(name, next, parameter)}
          onRemove={() => set(Object.fromEntries(Object.entries(parameters).filter(([key]) => key !== name)))}
        />
      ))}
      <Button
        variant="subtle"
        size="compact-sm"
        style={{ alignSelf: "flex-start" }}
        leftSection={<IconPlus size={14} />}
        onClick={() => set({ ...parameters, [firstFree("parameter", new Set(names))]: { type: "string" } })}
        data-testid="add-parameter"
      >
        Add a parameter
      </Button>
    </Stack>
  );
}

interface CardProps {
  name: string;
  parameter: FlowParameter;
  isTaken: (name: string) => boolean;
  onChange: (name: string, parameter: FlowParameter) => void;
  onRemove: () => void;
}

function ParameterCard({ name, parameter, isTaken, onChange, onRemove }: CardProps) {
  const set = (change: Partial<FlowParameter>) => onChange(name, cleaned({ ...parameter, ...change }));
  const isNumber = parameter.type === "integer" || parameter.type === "number";
  return (
    <div className={classes.card} data-testid={`parameter-${name}`}>
      <Group gap="xs" wrap="nowrap" align="flex-start">
        <NameInput name={name} isTaken={isTaken} onRename={(next) => onChange(next, parameter)} />
        <Select
          aria-label={`Type of ${name}`}
          data={TYPES}
          value={parameter.type}
          allowDeselect={false}
          w={110}
          onChange={(type) =>
            set({ type: type as ParameterType, default: undefined, min: undefined, max: undefined })
          }
        />
        <ActionIcon variant="subtle" color="gray" mt={4} aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Group>
      <TextInput
        aria-label={`Description of ${name}`}
        placeholder="Description"
        value={parameter.description ?? ""}
        onChange={(event) => set({ description: event.currentTarget.value || undefined })}
      />
      <DefaultInput name={name} parameter={parameter} onChange={(value) => set({ default: value })} />
      {isNumber && (
        <Group gap="xs" grow>
          <NumberInput
            aria-label={`Least ${name}`}
            placeholder="Least"
            value={parameter.min ?? ""}
            onChange={(value) => set({ min: typeof value === "number" ? value : undefined })}
          />
          <NumberInput
            aria-label={`Most ${name}`}
            placeholder="Most"
            value={parameter.max ?? ""}
            onChange={(value) => set({ max: typeof value === "number" ? value : undefined })}
          />
        </Group>
      )}
      {parameter.type === "string" && (
        <TagsInput
          aria-label={`Choices of ${name}`}
          placeholder={parameter.enum?.length ? undefined : "Choices (optional)"}
          value={(parameter.enum ?? []).map(String)}
          onChange={(choices) => set({ enum: choices.length > 0 ? choices : undefined })}
        />
      )}
      <Group gap="md">
        <Checkbox
          label="Required"
          checked={parameter.required === true}
          onChange={(event) => set({ required: event.currentTarget.checked || undefined })}
        />
        <Checkbox
          label="Secret"
          checked={parameter.secret === true}
          onChange={(event) => set({ secret: event.currentTarget.checked || undefined })}
        />
      </Group>
    </div>
  );
}

function cleaned(parameter: FlowParameter): FlowParameter {
  return Object.fromEntries(
    Object.entries(parameter).filter(([, value]) => value !== undefined),
  ) as unknown as FlowParameter;
}

function NameInput({
  name,
  isTaken,
  onRename,
}: {
  name: string;
  isTaken: (name: string) => boolean;
  onRename: (name: string) => void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? name;
  const error = isTaken(text)
    ? "This name is used."
    : /^[A-Za-z_][A-Za-z0-9_]*$/.test(text)
      ? undefined
      : "Use letters, digits and _.";
  const commit = () => {
    if (draft !== null && draft !== name && !error) onRename(draft);
    setDraft(null);
  };
  return (
    <TextInput
      aria-label="Name of the parameter"
      value={text}
      error={error}
      style={{ flex: 1 }}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
      data-testid="parameter-name"
    />
  );
}

interface DefaultProps {
  name: string;
  parameter: FlowParameter;
  onChange: (value: FlowParameter["default"]) => void;
}

/** The default as text; what does not fit the type yet stays in the field until it does. */
function DefaultInput({ name, parameter, onChange }: DefaultProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? parameterText(parameter.default);
  const read = parseParameter(text, parameter);
  return (
    <TextInput
      aria-label={`Default of ${name}`}
      placeholder="Default (optional)"
      value={text}
      error={read.error}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setDraft(next);
        const parsed = parseParameter(next, { type: parameter.type });
        if (!parsed.error) onChange(parsed.value);
      }}
      onBlur={() => !read.error && setDraft(null)}
    />
  );
}
