// A list: one row for each item, which can be added, removed and moved.
import { ActionIcon, Button, Stack } from "@mantine/core";
import IconArrowDown from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import type { ReactNode } from "react";
import type { Json } from "../../../core/document";
import { fieldKind } from "../../../core/fieldKind";
import { emptyValue, resolve, type Schema } from "../../../core/schema";
import { Field } from "../Field";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { type EditorProps, testId, useForm } from "../formContext";
import { JsonField } from "./JsonField";

export function RowsField(props: EditorProps) {
  const { root, onChange, readOnly } = useForm();
  const { value, path, schema, label } = props;
  const item: Schema = schema.items ? resolve(schema.items, root) : {};
  const list = value ?? schema.default ?? [];
  if (!Array.isArray(list)) return <JsonField {...props} />;

  const change = (next: Json[]) => onChange(path, next);
  const isCard = ["object", "variant", "map", "condition"].includes(fieldKind(item, root));
  return (
    <FieldFrame {...props}>
      <Stack gap={6}>
        {list.map((entry, index) => (
          <Row
            // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity of their own; the place is it
            key={index}
            isCard={isCard}
            number={index + 1}
            actions={!readOnly && <RowActions label={label} index={index} list={list} onChange={change} />}
          >
            <Field
              path={[...path, index]}
              schema={item}
              value={value === undefined ? entry : (value as Json[])[index]}
              label={`${label} ${index + 1}`}
              isInline
            />
          </Row>
        ))}
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-sm"
            style={{ alignSelf: "flex-start" }}
            leftSection={<IconPlus size={14} />}
            onClick={() => change([...list, emptyValue(item, root)])}
            data-testid={`${testId(path)}-add`}
          >
            Add
          </Button>
        )}
      </Stack>
    </FieldFrame>
  );
}

interface RowProps {
  isCard: boolean;
  number: number;
  actions: ReactNode;
  children: ReactNode;
}

function Row({ isCard, number, actions, children }: RowProps) {
  if (!isCard) {
    return (
      <div className={classes.row}>
        {children}
        {actions}
      </div>
    );
  }
  return (
    <div className={classes.card}>
      <div className={classes.cardHead}>
        {number}
        {actions}
      </div>
      {children}
    </div>
  );
}

interface RowActionsProps {
  label: string;
  index: number;
  list: Json[];
  onChange: (list: Json[]) => void;
}

export function RowActions({ label, index, list, onChange }: RowActionsProps) {
  const swap = (other: number) => {
    const next = [...list];
    const [a, b] = [list[index], list[other]];
    if (a === undefined || b === undefined) return;
    next[index] = b;
    next[other] = a;
    onChange(next);
  };
  const actions = [
    { name: "Move up", icon: IconArrowUp, isOff: index === 0, run: () => swap(index - 1) },
    { name: "Move down", icon: IconArrowDown, isOff: index === list.length - 1, run: () => swap(index + 1) },
    {
      name: "Remove",
      icon: IconX,
      isOff: false,
      run: () => onChange(list.filter((_, place) => place !== index)),
    },
  ];
  return (
    <ActionIcon.Group>
      {actions.map(({ name, icon: Icon, isOff, run }) => (
        <ActionIcon
          key={name}
          variant="subtle"
          color="gray"
          size={26}
          disabled={isOff}
          aria-label={`${name}: ${label} ${index + 1}`}
          onClick={run}
        >
          <Icon size={14} />
        </ActionIcon>
      ))}
    </ActionIcon.Group>
  );
}
