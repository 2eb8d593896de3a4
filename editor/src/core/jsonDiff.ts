// What changed from one JSON value to another, place by place.
import { isObject, type Json } from "./document";

export interface Change {
  path: string;
  kind: "added" | "removed" | "changed";
  before?: Json;
  after?: Json;
}

const MOST = 200;

export function diffJson(before: Json | undefined, after: Json | undefined): Change[] {
  const changes: Change[] = [];
  compare(before, after, "", changes);
  return changes;
}

function compare(before: Json | undefined, after: Json | undefined, path: string, changes: Change[]): void {
  if (changes.length >= MOST || before === after) return;
  if (before === undefined && after !== undefined) changes.push({ path, kind: "added", after });
  else if (after === undefined) changes.push({ path, kind: "removed", before });
  else if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, changes);
  else if (isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(before[name], after[name], path === "" ? name : `${path}.${name}`, changes);
    }
  } else if (JSON.stringify(before) !== JSON.stringify(after))
    changes.push({ path, kind: "changed", before, after });
}

function compareLists(before: Json[], after: Json[], path: string, changes: Change[]): void {
  for (let index = 0; index < Math.max(before.length, after.length); index += 1) {
    compare(before[index], after[index], `${path}[${index}]`, changes);
  }
}
