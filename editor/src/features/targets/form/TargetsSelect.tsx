// Several targets, found by name. The server is asked once the typing has paused, however many there are.
import { MultiSelect } from "@mantine/core";
import { useState } from "react";
import { useFoundTargets } from "../../../api/targets/findTargets";
import type { Named } from "../../../core/targets";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";

const PAUSE_MS = 200;

interface Props {
  label: string;
  description?: string;
  value: readonly Named[];
  error?: string;
  /** A target that cannot be chosen. */
  without?: string;
  onChange: (targets: Named[]) => void;
  testId: string;
}

export function TargetsSelect({ value, without, onChange, testId, error, ...rest }: Props) {
  const [text, setText] = useState("");
  const [isAsked, setAsked] = useState(false);
  const found = useFoundTargets(useDebouncedValue(text.trim(), PAUSE_MS), isAsked);
  const offered = (found.data ?? []).filter(({ id }) => id !== without);
  const known = new Map([...offered, ...value].map(({ id, name }) => [id, name]));
  return (
    <MultiSelect
      {...rest}
      searchable
      clearable
      hidePickedOptions
      placeholder={value.length === 0 ? "Type a name" : undefined}
      nothingFoundMessage={found.isFetching ? "Looking for it" : "No target has this name."}
      data={[...known].map(([id, name]) => ({ value: id, label: name }))}
      value={value.map(({ id }) => id)}
      searchValue={text}
      onSearchChange={setText}
      onFocus={() => setAsked(true)}
      error={error ?? (found.error ? "The targets could not be read." : undefined)}
      onChange={(ids) => onChange(ids.map((id) => ({ id, name: known.get(id) ?? id })))}
      data-testid={testId}
    />
  );
}
