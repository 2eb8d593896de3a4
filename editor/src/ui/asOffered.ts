// The filter of a field whose options have all been chosen to fit already.
import type { ComboboxParsedItem } from "@mantine/core";

export function asOffered({ options }: { options: ComboboxParsedItem[] }): ComboboxParsedItem[] {
  return options;
}
