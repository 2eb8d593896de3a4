// The options of a choice, each with a line on what it means where the schema says it.
import { CheckIcon, type SelectProps } from "@mantine/core";
import type { Json } from "../../../core/document";
import { humanize } from "../../../core/schema";
import { inline } from "../../Markdown";
import classes from "./Choice.module.css";

interface Choice {
  value: Json;
  label: string;
  description?: string;
}

/** "greater_or_equal" reads "Greater or equal", and so do its neighbours; choices that are code (200, sh) stay as they are. */
export function optionsOf(choices: readonly Choice[]): { value: string; label: string }[] {
  const areWords = choices.some(({ label }) => label.includes("_"));
  return choices.map(({ value, label }) => ({
    value: JSON.stringify(value),
    label: areWords ? humanize(label) : label,
  }));
}

const ROOM = { width: 280, position: "bottom-start", shadow: "md" } as const;

type Look = Pick<SelectProps, "renderOption" | "maxDropdownHeight" | "comboboxProps">;

/** How the options are drawn; without a line for any of them, as everywhere. */
export function described(choices: readonly Choice[], isNarrow = false): Look {
  const about = new Map(choices.map(({ value, description }) => [JSON.stringify(value), description]));
  if (choices.every(({ description }) => !description)) return {};
  return {
    maxDropdownHeight: 340,
    ...(isNarrow ? { comboboxProps: ROOM } : {}),
    renderOption: ({ option, checked }) => (
      <>
        {checked && <CheckIcon className={classes.check} />}
        <span className={classes.option}>
          <span>{option.label}</span>
          <span className={classes.about}>{inline(about.get(option.value) ?? "")}</span>
        </span>
      </>
    ),
  };
}
