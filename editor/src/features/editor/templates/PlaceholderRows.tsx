// What stands in a new template as `<<name>>`: how each is asked for.
import { Group, NativeSelect, Text, TextInput } from "@mantine/core";
import type { Placeholder, PlaceholderType } from "../../../core/templates";

const TYPES: { value: PlaceholderType; label: string }[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "path", label: "Path" },
  { value: "target", label: "Machine" },
  { value: "credential", label: "Credential" },
];

interface Props {
  placeholders: readonly Placeholder[];
  onChange: (placeholders: readonly Placeholder[]) => void;
}

export function PlaceholderRows({ placeholders, onChange }: Props) {
  const set = (name: string, change: Partial<Placeholder>) =>
    onChange(placeholders.map((one) => (one.name === name ? { ...one, ...change } : one)));
  return (
    <div>
      <Text size="sm" fw={600}>
        Asked for when it is used
      </Text>
      {placeholders.map(({ name, label, type }) => (
        <Group key={name} gap="xs" mt={6} wrap="nowrap">
          <TextInput
            style={{ flex: 1 }}
            aria-label={`Question for ${name}`}
            placeholder={name}
            value={label}
            onChange={(event) => set(name, { label: event.currentTarget.value })}
            data-testid={`placeholder-label-${name}`}
          />
          <NativeSelect
            aria-label={`Type of ${name}`}
            data={TYPES}
            value={type}
            onChange={(event) => set(name, { type: event.currentTarget.value as PlaceholderType })}
          />
        </Group>
      ))}
    </div>
  );
}
