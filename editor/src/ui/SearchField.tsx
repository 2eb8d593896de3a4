// A search above a list: what was typed counts a moment after the last key.
import { TextInput } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useEffect, useState } from "react";
import { useDebouncedValue } from "./useDebouncedValue";

const PAUSE_MS = 250;

interface Props {
  label: string;
  placeholder: string;
  className: string | undefined;
  testId: string;
  /** What the list is searched for; a link or a saved view may set another text. */
  value: string;
  onChange: (text: string) => void;
}

export function SearchField({ label, placeholder, className, testId, value, onChange }: Props) {
  const [text, setText] = useState(value);
  const settled = useDebouncedValue(text, PAUSE_MS);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed changes the list
  useEffect(() => {
    if (settled !== value) onChange(settled);
  }, [settled]);
  useEffect(() => setText(value), [value]);
  return (
    <TextInput
      className={className}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      data-testid={testId}
    />
  );
}
