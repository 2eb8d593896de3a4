// A form made from a JSON schema: fields in order, by group, the rarely used ones folded away.
import { Button, Collapse, Stack, Text } from "@mantine/core";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import { useMemo, useState } from "react";
import type { JsonObject } from "../../core/document";
import type { Path } from "../../core/operations";
import { type FormField, fieldsOf, humanize, type Schema } from "../../core/schema";
import { Field } from "./Field";
import classes from "./Field.module.css";
import { FormContext, type FormContextValue, labelFor } from "./formContext";
import { UnknownFields } from "./UnknownFields";

interface Props {
  schema: Schema;
  value: JsonObject;
  messages: ReadonlyMap<string, string>;
  readOnly?: boolean;
  onChange: FormContextValue["onChange"];
}

const ROOT: Path = [];

export function SchemaForm({ schema, value, messages, readOnly = false, onChange }: Props) {
  const context = useMemo(
    () => ({ root: schema, messages, readOnly, onChange }),
    [schema, messages, readOnly, onChange],
  );
  const fields = useMemo(() => fieldsOf(schema, schema), [schema]);
  return (
    <FormContext.Provider value={context}>
      <fieldset className={classes.set} disabled={readOnly}>
        <FieldGroups fields={fields} value={value} path={ROOT} />
        <UnknownFields schema={schema} value={value} />
      </fieldset>
    </FormContext.Provider>
  );
}

interface GroupsProps {
  fields: FormField[];
  value: JsonObject;
  path: Path;
}

export function FieldGroups({ fields, value, path }: GroupsProps) {
  const isFolded = (field: FormField) =>
    field.schema["x-ui"]?.advanced === true && !field.required && value[field.name] === undefined;
  const folded = fields.filter(isFolded);
  const shown = fields.filter((field) => !isFolded(field));
  const groups = [...new Set(shown.map((field) => field.schema["x-ui"]?.group ?? ""))];
  return (
    <Stack gap="md">
      {groups.map((group) => (
        <Stack gap="md" key={group}>
          {group && (
            <Text size="xs" fw={650} c="dimmed" tt="uppercase">
              {humanize(group)}
            </Text>
          )}
          {shown
            .filter((field) => (field.schema["x-ui"]?.group ?? "") === group)
            .map((field) => (
              <NamedField key={field.name} field={field} value={value} path={path} />
            ))}
        </Stack>
      ))}
      {folded.length > 0 && <Folded fields={folded} value={value} path={path} />}
    </Stack>
  );
}

function Folded({ fields, value, path }: GroupsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-expanded={isOpen}
        onClick={() => setOpen((open) => !open)}
        rightSection={<IconChevronDown size={14} className={isOpen ? classes.turned : undefined} />}
      >
        More settings ({fields.length})
      </Button>
      <Collapse expanded={isOpen}>
        <Stack gap="md" pt="sm">
          {fields.map((field) => (
            <NamedField key={field.name} field={field} value={value} path={path} />
          ))}
        </Stack>
      </Collapse>
    </div>
  );
}

function NamedField({ field, value, path }: { field: FormField; value: JsonObject; path: Path }) {
  return (
    <Field
      path={[...path, field.name]}
      schema={field.schema}
      value={value[field.name]}
      label={labelFor(field.schema, humanize(field.name))}
      required={field.required}
    />
  );
}
