// The fields of one object: in groups, with what is rarely used folded away and what has no place now left out.
import { ActionIcon, Button, Stack } from "@mantine/core";
import IconChevronDown from "@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs";
import IconHelp from "@tabler/icons-react/dist/esm/icons/IconHelp.mjs";
import { startTransition, useEffect, useMemo, useState } from "react";
import type { JsonObject } from "../../core/document";
import { isVisible } from "../../core/fieldKind";
import type { Path } from "../../core/operations";
import { type FormField, humanize } from "../../core/schema";
import { inline } from "../Markdown";
import { Field } from "./Field";
import classes from "./Field.module.css";
import { labelFor } from "./formContext";
import { useHasMessage } from "./messages";

interface GroupsProps {
  fields: FormField[];
  value: JsonObject;
  path: Path;
}

/** Read when the form opens: a field does not move from under the hand that fills it. */
const isFolded = (field: FormField, value: JsonObject) =>
  field.schema["x-ui"]?.advanced === true && !field.required && value[field.name] === undefined;

const groupOf = (field: FormField) => field.schema["x-ui"]?.group ?? "";

export function FieldGroups({ fields, value, path }: GroupsProps) {
  const visible = useVisible(fields, value);
  const [away] = useState(
    () => new Set(fields.filter((field) => isFolded(field, value)).map(({ name }) => name)),
  );
  const shown = visible.filter((field) => !away.has(field.name));
  const folded = visible.filter((field) => away.has(field.name));
  const count = useGrowing(shown.length);
  const drawn = shown.slice(0, count);
  const groups = [...new Set(drawn.map(groupOf))];
  return (
    <Stack gap="md">
      {groups.map((group) => (
        <Stack
          gap="md"
          key={group}
          role={group ? "group" : undefined}
          aria-label={group ? humanize(group) : undefined}
        >
          {group && <p className={classes.groupTitle}>{humanize(group)}</p>}
          {drawn
            .filter((field) => groupOf(field) === group)
            .map((field) => (
              <NamedField key={field.name} field={field} value={value} path={path} />
            ))}
        </Stack>
      ))}
      {folded.length > 0 && count >= shown.length && <Folded fields={folded} value={value} path={path} />}
    </Stack>
  );
}

function useVisible(fields: FormField[], value: JsonObject): FormField[] {
  const fallbacks = useMemo(
    () =>
      Object.fromEntries(
        fields.flatMap(({ name, schema }) => (schema.default === undefined ? [] : [[name, schema.default]])),
      ) as JsonObject,
    [fields],
  );
  return fields.filter((field) => isVisible(field.schema["x-ui"], value, fallbacks));
}

const STEP = 30;

/** A long form is there at once with its first fields; the rest follows without holding up a key press. */
function useGrowing(total: number): number {
  const [count, setCount] = useState(STEP);
  useEffect(() => {
    if (count < total) startTransition(() => setCount(count + STEP));
  }, [count, total]);
  return count;
}

function Folded({ fields, value, path }: GroupsProps) {
  const [wish, setWish] = useState(false);
  const hasProblem = useHasMessage(fields.map((field) => [...path, field.name]));
  const isOpen = wish || hasProblem;
  return (
    <div>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        aria-expanded={isOpen}
        onClick={() => setWish(!isOpen)}
        rightSection={<IconChevronDown size={14} className={isOpen ? classes.turned : undefined} />}
      >
        More settings ({fields.length})
      </Button>
      {isOpen && (
        <Stack gap="md" pt="sm">
          {fields.map((field) => (
            <NamedField key={field.name} field={field} value={value} path={path} />
          ))}
        </Stack>
      )}
    </div>
  );
}

function NamedField({ field, value, path }: { field: FormField; value: JsonObject; path: Path }) {
  const label = labelFor(field.schema, humanize(field.name));
  const element = (
    <Field
      path={[...path, field.name]}
      schema={field.schema}
      value={value[field.name]}
      label={label}
      required={field.required}
    />
  );
  const help = field.schema["x-ui"]?.help;
  return help ? (
    <div>
      {element}
      <More label={label} text={help} />
    </div>
  ) : (
    element
  );
}

function More({ label, text }: { label: string; text: string }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={`More about ${label}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <IconHelp size={15} />
      </ActionIcon>
      {isOpen && <div className={classes.help}>{inline(text)}</div>}
    </>
  );
}
