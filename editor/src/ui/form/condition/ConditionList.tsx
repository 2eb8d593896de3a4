// A list of conditions and groups of conditions, as deep as they go: all of them, or one of them.
import { Button, Checkbox, Group, SegmentedControl } from "@mantine/core";
import IconFolderPlus from "@tabler/icons-react/dist/esm/icons/IconFolderPlus.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { isObject, type Json, type JsonObject } from "../../../core/document";
import { type GroupShape, groupOf } from "../../../core/fieldKind";
import type { Path } from "../../../core/operations";
import { choicesOf, emptyObject, resolve, type Schema } from "../../../core/schema";
import { Field } from "../Field";
import { FieldFrame } from "../FieldFrame";
import { JsonField } from "../fields/JsonField";
import { RowActions } from "../fields/RowsField";
import { type EditorProps, testId, useForm } from "../formContext";
import classes from "./Condition.module.css";

export function ConditionList(props: EditorProps) {
  const { root } = useForm();
  const { value, schema } = props;
  const shape = schema.items ? groupOf(resolve(schema.items, root), root) : undefined;
  const list = value ?? [];
  if (!shape || !Array.isArray(list)) return <JsonField {...props} />;
  return (
    <FieldFrame {...props}>
      <Entries path={props.path} list={list} shape={shape} label={props.label} />
    </FieldFrame>
  );
}

interface EntriesProps {
  path: Path;
  list: Json[];
  shape: GroupShape;
  label: string;
  /** The word between two entries. */
  joiner?: string;
}

function Entries({ path, list, shape, label, joiner }: EntriesProps) {
  const { root, onChange, readOnly } = useForm();
  const change = (next: Json[]) => onChange(path, next);
  const addGroup = () => change([...list, { ...emptyObject(shape.group, root), [shape.list]: [""] }]);
  return (
    <div className={classes.entries}>
      {list.map((entry, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity of their own; the place is it
        <div key={index}>
          {index > 0 && joiner && <div className={classes.joiner}>{joiner}</div>}
          <div className={classes.entry}>
            <div className={classes.entryHead}>
              <span>{isGroup(entry, shape) ? "Group" : `Condition ${index + 1}`}</span>
              {!readOnly && <RowActions label={label} index={index} list={list} onChange={change} />}
            </div>
            {isGroup(entry, shape) ? (
              <GroupCard
                path={[...path, index]}
                value={entry}
                shape={shape}
                label={`${label} ${index + 1}`}
              />
            ) : (
              <Field
                path={[...path, index]}
                schema={shape.condition}
                value={entry}
                label={`${label} ${index + 1}`}
                isInline
              />
            )}
          </div>
        </div>
      ))}
      {!readOnly && (
        <Group gap={4}>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} />}
            onClick={() => change([...list, ""])}
            data-testid={`${testId(path)}-add`}
          >
            Condition
          </Button>
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconFolderPlus size={14} />}
            onClick={addGroup}
            data-testid={`${testId(path)}-add-group`}
          >
            Group
          </Button>
        </Group>
      )}
    </div>
  );
}

function isGroup(entry: Json, shape: GroupShape): entry is JsonObject {
  return isObject(entry) && Array.isArray(entry[shape.list]);
}

interface GroupProps {
  path: Path;
  value: JsonObject;
  shape: GroupShape;
  label: string;
}

function GroupCard({ path, value, shape, label }: GroupProps) {
  const { root, onChange, readOnly } = useForm();
  const choice = joinerOf(shape.group, root);
  const chosen = choice && String(value[choice.name] ?? choice.fallback);
  const list = value[shape.list];
  return (
    <div className={classes.group}>
      <Group justify="space-between" gap="xs">
        {choice && (
          <SegmentedControl
            size="xs"
            aria-label={`${label}: all or one`}
            data={choice.words.map((word) => ({ value: word, label: JOINERS[word] ?? word }))}
            value={chosen}
            readOnly={readOnly}
            onChange={(next) => onChange([...path, choice.name], next)}
          />
        )}
        {shape.group.properties?.negate !== undefined && (
          <Checkbox
            size="xs"
            label="Not"
            checked={value.negate === true}
            onChange={(event) => onChange([...path, "negate"], event.currentTarget.checked || undefined)}
          />
        )}
      </Group>
      <Entries
        path={[...path, shape.list]}
        list={Array.isArray(list) ? list : []}
        shape={shape}
        label={label}
        joiner={chosen}
      />
    </div>
  );
}

const JOINERS: Readonly<Record<string, string>> = { and: "All (and)", or: "One (or)" };

/** The property of a group that says how its entries are joined. */
function joinerOf(
  group: Schema,
  root: Schema,
): { name: string; words: string[]; fallback: string } | undefined {
  for (const [name, property] of Object.entries(group.properties ?? {})) {
    const field = resolve(property, root);
    const words = choicesOf(field)?.map((choice) => String(choice.value));
    if (words && words.length > 1) return { name, words, fallback: String(field.default ?? words[0]) };
  }
  return undefined;
}
