// How the machines, groups and tags that are offered look, in every field that offers them.
import type { SuggestionGroup } from "../../core/selectors";
import { OsMark } from "../../ui/OsMark";
import classes from "./Picking.module.css";

/** Where something stands for no machine. */
export const WHAT_TO_DO = "Check the name, or set its machines active.";

export function optionsOf(groups: readonly SuggestionGroup[]) {
  return groups.map(({ group, items }) => ({ group, items: items.map(({ value }) => value) }));
}

export function rendererOf(groups: readonly SuggestionGroup[]) {
  const known = new Map(groups.flatMap(({ items }) => items).map((item) => [item.value, item]));
  return function Option({ option }: { option: { value: string } }) {
    const { os, detail = "" } = known.get(option.value) ?? {};
    return (
      <span className={classes.option}>
        {os && <OsMark os={os} size={16} />}
        <span className={classes.name}>{option.value}</span>
        <span className={classes.detail}>{detail}</span>
      </span>
    );
  };
}
