// A table of names and values.
import { ActionIcon, Button, Stack, TextInput } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { useState } from "react";
import { isObject, type Json, type JsonObject } from "../../../core/document";
import { fieldKind } from "../../../core/fieldKind";
import { firstFree } from "../../../core/ids";
import { emptyValue, resolve, type Schema } from "../../../core/schema";
import { Field } from "../Field";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { type EditorProps, testId, useForm } from "../formContext";
import { JsonField } from "./JsonField";

const ANY: Schema = { "x-dynamic": true };

export function MapField(props: EditorProps) {
  const { root, onChange, readOnly } = useForm();
  const { value, path, schema } = props;
  const entry = isObject(schema.additionalProperties)
    ? resolve(schema.additionalProperties as Schema, root)
    : ANY;
  const map = value ?? schema.default ?? {};
  if (!isObject(map)) return <JsonField {...props} />;
  const names = Object.keys(map);
  const isWide = fieldKind(entry, root) !== "text";
  const add = () => onChange(path, { ...map, [firstFree("name", new Set(names))]: emptyValue(entry, root) });
  return (
    <FieldFrame {...props}>
      <Stack gap={6}>
        {names.map((name, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row keeps its place while its name is edited
          <div className={isWide ? classes.entry : classes.row} key={index}>
            <div className={classes.key}>
              <NameInput
                name={name}
                taken={names}
                id={`${testId(path)}-key-${index}`}
                onRename={(next) => onChange(path, renamed(map, name, next))}
              />
            </div>
            <Field
              path={[...path, name]}
              schema={entry}
              value={map[name]}
              label={`Value of ${name}`}
              isInline
            />
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size={26}
                mt={4}
                aria-label={`Remove ${name}`}
                onClick={() => onChange(path, without(map, name))}
              >
                <IconX size={14} />
              </ActionIcon>
            )}
          </div>
        ))}
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ alignSelf: "flex-start" }}
            leftSection={<IconPlus size={14} />}
            onClick={add}
            data-testid={`${testId(path)}-add`}
          >
            Add
          </Button>
        )}
      </Stack>
    </FieldFrame>
  );
}

interface NameInputProps {
  name: string;
  taken: string[];
  id: string;
  onRename: (next: string) => void;
}

/** A name changes when you leave the field, so that no half-typed name replaces another. */
function NameInput({ name, taken, id, onRename }: NameInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const text = draft ?? name;
  const isTaken = text !== name && taken.includes(text);
  const commit = () => {
    if (draft !== null && draft !== name && draft !== "" && !isTaken) onRename(draft);
    setDraft(null);
  };
  return (
    <TextInput
      aria-label="Name"
      value={text}
      error={isTaken && "This name is used."}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => event.key === "Enter" && commit()}
      data-testid={id}
    />
  );
}

function renamed(map: JsonObject, from: string, to: string): JsonObject {
  return Object.fromEntries(
    Object.entries(map).map(([name, value]): [string, Json] => [name === from ? to : name, value]),
  );
}

function without(map: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== name));
}
