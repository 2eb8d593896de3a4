// Several targets, found by name, address or tag. The server is asked once the typing has paused, however many there are.
import { Group, MultiSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useFoundTargets } from "../../../api/targets/findTargets";
import type { Named } from "../../../core/targets";
import { asOffered } from "../../../ui/asOffered";
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
  const wanted = text.trim();
  const asked = useDebouncedValue(wanted, PAUSE_MS);
  const found = useFoundTargets(asked, isAsked);
  const offered = (found.data ?? []).filter(({ id }) => id !== without);
  const hosts = new Map(offered.map(({ id, hostname }) => [id, hostname]));
  const known = new Map([...offered, ...value].map(({ id, name }) => [id, name]));
  return (
    <MultiSelect
      {...rest}
      searchable
      clearable
      hidePickedOptions
      placeholder={value.length === 0 ? "Type a name" : undefined}
      nothingFoundMessage={found.isFetching || wanted !== asked ? "Looking for it" : "No target fits this."}
      data={[...known].map(([id, name]) => ({ value: id, label: name }))}
      filter={asOffered}
      renderOption={({ option }) => (
        <Group gap="sm" justify="space-between" wrap="nowrap" w="100%">
          <span>{option.label}</span>
          <Text size="xs" c="dimmed" truncate aria-hidden="true">
            {hosts.get(option.value)}
          </Text>
        </Group>
      )}
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
