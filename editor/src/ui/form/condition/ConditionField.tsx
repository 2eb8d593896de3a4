// One condition: an expression, a comparison, or how a node ended. What each asks for comes from the schema.
import { Button, Checkbox, SegmentedControl } from "@mantine/core";
import { asKind, conditionShape, fieldsShown, kindOf } from "../../../core/condition";
import { isObject, type Json } from "../../../core/document";
import { choicesOf, humanize, isExpression, resolve, type Schema } from "../../../core/schema";
import { ExpressionInput } from "../ExpressionInput";
import { Field } from "../Field";
import formClasses from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { JsonField } from "../fields/JsonField";
import { type EditorProps, labelFor, testId, useForm } from "../formContext";
import classes from "./Condition.module.css";

export function ConditionField(props: EditorProps) {
  const { root, onChange, readOnly } = useForm();
  const { value, path, schema, label, isInline, required } = props;
  const shape = conditionShape(schema, root);
  if (value === undefined && !required && !isInline) return <NoCondition {...props} />;
  if (!shape || !isKnown(value)) return <JsonField {...props} />;
  const kind = kindOf(value);
  const isText = !isObject(value);
  const body = (
    <div className={classes.condition} data-testid={testId([...path, "condition"])}>
      <div className={classes.head}>
        <SegmentedControl
          size="xs"
          aria-label={`${label}: kind`}
          data={shape.kinds.map(({ value: name }) => ({
            value: name,
            label: KIND_NAMES[name] ?? humanize(name),
          }))}
          value={kind}
          readOnly={readOnly}
          onChange={(next) => onChange(path, asKind(value, next))}
        />
        {!isInline && !required && !readOnly && (
          <Button variant="subtle" color="gray" size="compact-xs" onClick={() => onChange(path, undefined)}>
            Remove
          </Button>
        )}
      </div>
      {isText ? (
        <ExpressionInput
          {...props}
          code={typeof value === "string" ? value : ""}
          placeholder="disk.used > 80"
          onChange={(text) => onChange(path, text)}
        />
      ) : (
        <Fields {...props} />
      )}
    </div>
  );
  return isInline ? body : <FieldFrame {...props}>{body}</FieldFrame>;
}

const KIND_NAMES: Readonly<Record<string, string>> = {
  expression: "Expression",
  variable_check: "Compare",
  step_result: "Node ended",
};

/** Text, nothing yet, or an object that is not an expression of its own. */
function isKnown(value: Json | undefined): boolean {
  if (value === undefined || value === null || typeof value === "string") return true;
  return isObject(value) && !isExpression(value);
}

function NoCondition(props: EditorProps) {
  const { onChange, readOnly } = useForm();
  return (
    <FieldFrame {...props}>
      <Button
        variant="default"
        size="compact-sm"
        disabled={readOnly}
        onClick={() => onChange(props.path, "")}
        data-testid={`${testId(props.path)}-add`}
      >
        Add a condition
      </Button>
    </FieldFrame>
  );
}

/** A choice of the builder is no place for an expression. */
function fixed(schema: Schema): Schema {
  const known = plain.get(schema);
  if (known) return known;
  const own = choicesOf(schema)
    ? { ...schema, "x-ui": { ...schema["x-ui"], expression: "no" as const } }
    : schema;
  plain.set(schema, own);
  return own;
}

const plain = new WeakMap<Schema, Schema>();

function Fields({ value, path, schema, label }: EditorProps) {
  const { root, onChange } = useForm();
  if (!isObject(value)) return null;
  const shown = fieldsShown(value).filter((name) => schema.properties?.[name] !== undefined);
  const isLine = shown.length > 1;
  return (
    <>
      <div className={isLine ? classes.line : undefined}>
        {shown.map((name) => {
          const field = resolve(schema.properties?.[name] ?? {}, root);
          return (
            <div key={name} className={classes.part}>
              <span className={classes.partLabel}>{labelFor(field, humanize(name))}</span>
              <Field
                path={[...path, name]}
                schema={fixed(field)}
                value={value[name]}
                label={`${humanize(name)} of ${label}`}
                isInline
              />
            </div>
          );
        })}
      </div>
      {schema.properties?.negate !== undefined && (
        <Checkbox
          size="xs"
          className={formClasses.field}
          label="Turn the outcome round (not)"
          checked={value.negate === true}
          onChange={(event) => onChange([...path, "negate"], event.currentTarget.checked || undefined)}
        />
      )}
    </>
  );
}
