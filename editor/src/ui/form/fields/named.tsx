// Texts that name something or follow a form of their own: nodes, targets, credentials, files, times and durations.
import { Autocomplete, NumberInput, Select } from "@mantine/core";
import { useState } from "react";
import { durationParts, UNITS } from "../../../core/duration";
import classes from "../Field.module.css";
import { FieldFrame } from "../FieldFrame";
import { type EditorProps, testId, useForm } from "../formContext";
import { asText, common, NumberField, placeholderOf } from "./scalars";

/** A name that is typed, with the names that are known offered. Nothing else is refused: it may exist elsewhere. */
export function NameField(props: EditorProps) {
  const { onChange, help } = useForm();
  const { value, path, schema, required } = props;
  const [names, setNames] = useState<readonly string[]>([]);
  const isNode = schema["x-node"] === true;
  const fallback = isNode ? "Choose or type a node" : "Type a name";
  return (
    <Autocomplete
      {...common(props)}
      value={asText(value)}
      data={[...names]}
      placeholder={placeholderOf(props) ?? fallback}
      limit={40}
      onFocus={() => setNames(help?.names({ widget: schema["x-ui"]?.widget, isNode }) ?? [])}
      onChange={(text) => onChange(path, text === "" && !required ? undefined : text)}
    />
  );
}

/** A number of seconds, typed in the unit that suits it. */
export function DurationField(props: EditorProps) {
  const { onChange } = useForm();
  const { value, path, schema, label } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  if (typeof value === "string") return <NumberField {...props} />;
  const seconds = typeof value === "number" ? value : undefined;
  const fallback = typeof schema.default === "number" ? schema.default : undefined;
  const parts = durationParts(seconds ?? fallback ?? 0, chosen);
  return (
    <FieldFrame {...props}>
      <div className={classes.row}>
        <NumberInput
          aria-label={label}
          style={{ flex: 1 }}
          value={seconds === undefined ? "" : parts.amount}
          placeholder={fallback === undefined ? undefined : String(parts.amount)}
          min={0}
          clampBehavior="none"
          onChange={(next) => {
            if (typeof next === "number") onChange(path, round(next * parts.unit));
            else if (next === "") onChange(path, undefined);
          }}
          data-testid={testId(path)}
        />
        <Select
          aria-label={`${label}: unit`}
          w={124}
          data={UNITS.map(({ label: unit, seconds: size }) => ({ value: String(size), label: unit }))}
          value={String(parts.unit)}
          allowDeselect={false}
          onChange={(next) => setChosen(Number(next))}
        />
      </div>
    </FieldFrame>
  );
}

/** Twelve digits are more than any clock has, and no more than a number keeps. */
function round(seconds: number): number {
  return Number(seconds.toPrecision(12));
}

const TIMES = [
  { value: "* * * * *", label: "every minute" },
  { value: "*/5 * * * *", label: "every 5 minutes" },
  { value: "0 * * * *", label: "every hour" },
  { value: "0 9 * * *", label: "every day at 09:00" },
  { value: "0 9 * * 1-5", label: "every weekday at 09:00" },
  { value: "0 9 * * 1", label: "every Monday at 09:00" },
  { value: "0 9 1 * *", label: "on the first of each month at 09:00" },
];

export function CronField(props: EditorProps) {
  const { onChange, help } = useForm();
  const { value, path, required, error } = props;
  const text = asText(value).trim();
  const count = text.split(/\s+/).length;
  const known = TIMES.find((time) => time.value === text);
  const isFixed = text !== "" && !text.includes("{{");
  const isOdd = isFixed && count !== 5 && count !== 6;
  return (
    <div>
      <Autocomplete
        {...common(props)}
        error={error ?? (isOdd ? "Use five parts: minute, hour, day, month, weekday." : undefined)}
        value={asText(value)}
        data={TIMES.map((time) => time.value)}
        placeholder={placeholderOf(props) ?? "0 9 * * 1-5"}
        filter={({ options }) => options}
        renderOption={({ option }) => (
          <span className={classes.choice}>
            <code>{option.value}</code> {TIMES.find((time) => time.value === option.value)?.label}
          </span>
        )}
        onChange={(next) => onChange(path, next === "" && !required ? undefined : next)}
      />
      {known && <div className={classes.note}>Runs {known.label}.</div>}
      {help && isFixed && !isOdd && !error && <help.Below widget="cron" path={path} text={text} />}
    </div>
  );
}
