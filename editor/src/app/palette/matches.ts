// Whether what was typed fits: every word is somewhere in the text.
export function matches(typed: string, text: string): boolean {
  const lower = text.toLowerCase();
  return typed
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
