// JSON that a person types: read leniently where it is empty, explained where it is wrong.
import type { Json } from "./document";

export interface ReadJson {
  value?: Json;
  error?: string;
}

/** Empty text is no value. */
export function readJson(text: string): ReadJson {
  if (text.trim() === "") return {};
  try {
    return { value: JSON.parse(text) as Json };
  } catch {
    return { error: 'This is not JSON. Text needs quotes, such as "ready"; an object looks like {"a": 1}.' };
  }
}

export function jsonText(value: Json | undefined): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}
