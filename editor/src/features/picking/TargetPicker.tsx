// One selector of machines: typed, or chosen from what the server knows, with how many machines a group has.
import { Autocomplete } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTargetMatch } from "../../api/targets/matchTargets";
import { isMany, machinesText } from "../../core/selectors";
import { asOffered } from "../../ui/asOffered";
import type { TextPickerProps } from "../../ui/pick/pickers";
import { optionsOf, rendererOf, WHAT_TO_DO } from "./options";
import classes from "./Picking.module.css";
import { useSuggestions } from "./useSuggestions";

export function TargetPicker({ value, others, onText, ...input }: TextPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const groups = useSuggestions(value, isOpen, others);
  const render = useMemo(() => rendererOf(groups), [groups]);
  return (
    <div>
      <Autocomplete
        {...input}
        value={value}
        data={optionsOf(groups)}
        filter={asOffered}
        renderOption={render}
        maxDropdownHeight={320}
        autoComplete="off"
        onFocus={() => setOpen(true)}
        onChange={onText}
      />
      {isMany(value) && !input.error && <Count selector={value} />}
    </div>
  );
}

const NAMED = 4;
const NO_MACHINE = `It stands for no active machine. ${WHAT_TO_DO}`;

function Count({ selector }: { selector: string }) {
  const match = useTargetMatch([selector]);
  if (!match.data) return null;
  const { total, targets } = match.data;
  const names = targets.slice(0, NAMED).map(({ name }) => name);
  const more = total > names.length ? ", …" : "";
  return (
    <div className={classes.note} role="status" data-testid="target-count">
      {total === 0 ? NO_MACHINE : `${machinesText(total)}: ${names.join(", ")}${more}`}
    </div>
  );
}
