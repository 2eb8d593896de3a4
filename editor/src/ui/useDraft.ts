// What is typed into a form that is sent whole, and whether anything was.
import { useState } from "react";

export function useDraft<T extends object>(initial: () => T) {
  const [first] = useState(initial);
  const [draft, setDraft] = useState(first);
  const change = (next: Partial<T>) => setDraft((now) => ({ ...now, ...next }));
  return { draft, change, isTouched: draft !== first };
}
