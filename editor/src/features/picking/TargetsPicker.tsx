// Several selectors of machines as tags in one field, with how many machines they come to.
import { TagsInput } from "@mantine/core";
import { useEffect, useMemo, useState } from "react";
import { useTargetMatch } from "../../api/targets/matchTargets";
import { machinesText } from "../../core/selectors";
import { asOffered } from "../../ui/asOffered";
import type { TargetsPickerProps } from "../../ui/pick/pickers";
import { optionsOf, rendererOf, WHAT_TO_DO } from "./options";
import classes from "./Picking.module.css";
import { useSuggestions } from "./useSuggestions";

/** As many as the server takes. */
const MOST = 200;

export function TargetsPicker({ value, onChange, onCount, ...input }: TargetsPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const [text, setText] = useState("");
  const groups = useSuggestions(text, isOpen);
  const render = useMemo(() => rendererOf(groups), [groups]);
  return (
    <div>
      <TagsInput
        {...input}
        value={[...value]}
        data={optionsOf(groups)}
        filter={(offered) => asOffered(offered)}
        renderOption={render}
        maxDropdownHeight={320}
        splitChars={[",", ";"]}
        maxTags={MOST}
        autoComplete="off"
        searchValue={text}
        onSearchChange={setText}
        onFocus={() => setOpen(true)}
        onChange={onChange}
      />
      <Count selectors={value} onCount={onCount} />
    </div>
  );
}

interface CountProps {
  selectors: readonly string[];
  onCount?: (count: number | undefined) => void;
}

function Count({ selectors, onCount }: CountProps) {
  const match = useTargetMatch(selectors);
  const { total, unknown = [] } = (selectors.length > 0 && match.data) || {};
  useEffect(() => onCount?.(total), [onCount, total]);
  if (total === undefined) return null;
  return (
    <div className={classes.note} role="status" data-testid="targets-count">
      {machinesText(total)}
      {unknown.length > 0 && ` · No active machine fits ${quoted(unknown)}. ${WHAT_TO_DO}`}
    </div>
  );
}

function quoted(selectors: readonly string[]): string {
  return selectors.map((one) => `“${one}”`).join(", ");
}
