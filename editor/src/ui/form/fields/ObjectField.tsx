// An object with named fields, and one of several kinds of object told apart by a constant.
import { Select, Stack } from "@mantine/core";
import { isObject, type Json, type JsonObject } from "../../../core/document";
import { emptyObject, fieldsOf, type Variant, variantsOf } from "../../../core/schema";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { FieldGroups } from "../FieldGroups";
import { type EditorProps, testId, useForm } from "../formContext";
import { JsonField } from "./JsonField";

export function ObjectField(props: EditorProps) {
  const { root } = useForm();
  const { value, path, schema, isInline } = props;
  if (value !== undefined && value !== null && !isObject(value)) return <JsonField {...props} />;
  const groups = <FieldGroups fields={fieldsOf(schema, root)} value={value ?? {}} path={path} />;
  if (isInline) return groups;
  return (
    <FieldFrame {...props}>
      <div className={classes.nested}>{groups}</div>
    </FieldFrame>
  );
}

export function VariantField(props: EditorProps) {
  const { root, onChange } = useForm();
  const { value, path, schema, label, isInline } = props;
  const found = variantsOf(schema, root);
  if (!found || (value !== undefined && value !== null && !isObject(value))) return <JsonField {...props} />;
  const current = value ?? {};
  const chosen = found.variants.find((variant) => sameJson(variant.value, current[found.key]));
  const choose = (text: string | null) => {
    const next = found.variants.find((variant) => JSON.stringify(variant.value) === text);
    if (next) onChange(path, switched(current, next, found.key, root));
  };
  const body = (
    <Stack gap="sm">
      <Select
        aria-label={`${label}: kind`}
        data={found.variants.map((variant) => ({
          value: JSON.stringify(variant.value),
          label: variant.label,
        }))}
        value={chosen ? JSON.stringify(chosen.value) : null}
        placeholder="Choose"
        allowDeselect={false}
        onChange={choose}
        data-testid={`${testId(path)}-${found.key}`}
      />
      {chosen && <FieldGroups fields={fieldsOf(chosen.schema, root)} value={current} path={path} />}
    </Stack>
  );
  return isInline ? body : <FieldFrame {...props}>{body}</FieldFrame>;
}

/** What both kinds have stays; the rest of the new kind starts empty. */
function switched(current: JsonObject, next: Variant, key: string, root: EditorProps["schema"]): JsonObject {
  const kept = Object.entries(current).filter(
    ([name]) => name !== key && next.schema.properties?.[name] !== undefined,
  );
  return { ...emptyObject(next.schema, root), ...Object.fromEntries(kept), [key]: next.value };
}

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
