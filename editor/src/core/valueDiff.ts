// What differs between two values, field by field.
import type { Json } from "./document";

export interface Difference {
  path: string;
  kind: "added" | "removed" | "changed";
  before?: Json;
  after?: Json;
}

const MOST = 2_000;

export function diffValues(before: Json | undefined, after: Json | undefined): Difference[] {
  const found: Difference[] = [];
  compare("", before, after, found);
  return found;
}

function compare(path: string, before: Json | undefined, after: Json | undefined, found: Difference[]): void {
  if (found.length >= MOST || before === after) return;
  if (before === undefined) found.push({ path, kind: "added", after });
  else if (after === undefined) found.push({ path, kind: "removed", before });
  else if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    for (let index = 0; index < length; index += 1)
      compare(`${path}[${index}]`, before[index], after[index], found);
  } else if (isBranch(before) && isBranch(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
      compare(path ? `${path}.${name}` : name, before[name], after[name], found);
  } else found.push({ path, kind: "changed", before, after });
}

function isBranch(value: Json): value is { [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
