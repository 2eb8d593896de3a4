// A search above a list: what was typed counts a moment after the last key.
import { TextInput } from "@mantine/core";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useEffect, useRef, useState } from "react";
import listing from "./Listing.module.css";
import { Told } from "./told";
import { useDebouncedValue } from "./useDebouncedValue";

const PAUSE_MS = 250;

interface Props {
  label: string;
  placeholder: string;
  testId: string;
  /** What the list is searched for; a link or a saved view may set another text. */
  value: string | undefined;
  onChange: (text: string | undefined) => void;
}

export function SearchField({ label, placeholder, testId, value = "", onChange }: Props) {
  const [text, setText] = useState(value);
  const settled = useDebouncedValue(text, PAUSE_MS);
  const told = useRef(new Told());
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed changes the list
  useEffect(() => {
    if (settled !== value) onChange(told.current.tell(settled) || undefined);
  }, [settled]);
  useEffect(() => {
    if (!told.current.isEcho(value)) setText(value);
  }, [value]);
  return (
    <TextInput
      className={listing.search}
      aria-label={label}
      placeholder={placeholder}
      leftSection={<IconSearch size={16} />}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      data-testid={testId}
    />
  );
}
