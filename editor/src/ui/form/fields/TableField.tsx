// A list of rows with the same few columns: cases, branches, calculations.
import { Button } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { isObject, type Json } from "../../../core/document";
import { emptyValue, type FormField, fieldsOf, humanize, resolve, type Schema } from "../../../core/schema";
import { Field } from "../Field";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { type EditorProps, labelFor, testId, useForm } from "../formContext";
import { JsonField } from "./JsonField";
import { RowActions, RowsField } from "./RowsField";

export function TableField(props: EditorProps) {
  const { root, onChange, readOnly } = useForm();
  const { value, path, schema, label } = props;
  const item: Schema = schema.items ? resolve(schema.items, root) : {};
  const list = value ?? schema.default ?? [];
  if (!Array.isArray(list)) return <JsonField {...props} />;
  if (!list.every((entry) => isObject(entry) && hasOnly(entry, item))) return <RowsField {...props} />;
  const columns = fieldsOf(item, root);
  const change = (next: Json[]) => onChange(path, next);
  return (
    <FieldFrame {...props}>
      <fieldset
        aria-label={label}
        className={`${classes.set} ${classes.table}`}
        data-wide={columns.length > 2 || undefined}
      >
        {columns.length > 1 && list.length > 0 && <Head columns={columns} />}
        {list.map((entry, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity of their own; the place is it
          <div className={classes.tableRow} key={index}>
            <div className={classes.cells}>
              {columns.map((column) => (
                <div className={classes.cell} key={column.name}>
                  <span className={classes.cellName} aria-hidden="true">
                    {titleOf(column)}
                  </span>
                  <Field
                    path={[...path, index, column.name]}
                    schema={column.schema}
                    value={isObject(entry) ? entry[column.name] : undefined}
                    label={`${titleOf(column)} of ${label} ${index + 1}`}
                    required={column.required}
                    isInline
                  />
                </div>
              ))}
            </div>
            {!readOnly && <RowActions label={label} index={index} list={list} onChange={change} />}
          </div>
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
      </fieldset>
    </FieldFrame>
  );
}

function Head({ columns }: { columns: readonly FormField[] }) {
  return (
    <div className={classes.tableHead} aria-hidden="true">
      {columns.map((column) => (
        <span key={column.name}>{titleOf(column)}</span>
      ))}
    </div>
  );
}

function titleOf(column: FormField): string {
  return labelFor(column.schema, humanize(column.name));
}

/** A row with more in it than the columns show is shown as a card, so that nothing is hidden. */
function hasOnly(entry: { [name: string]: Json }, item: Schema): boolean {
  return Object.keys(entry).every((name) => item.properties?.[name] !== undefined);
}
