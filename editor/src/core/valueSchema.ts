// The shape of a value: which fields it has, of which types, and how often they are there.
import type { Json } from "./document";

export interface ShapeRow {
  /** Such as `hosts[].name`; empty for the value itself. */
  path: string;
  types: string[];
  /** Of so many items that could have it, so many do. */
  seen: number;
  of: number;
  example: Json;
}

interface Found {
  types: Set<string>;
  seen: number;
  of: number;
  example: Json;
}

const SAMPLE = 1_000;
const MOST_PATHS = 2_000;

export function typeName(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "list";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "string" ? "text" : typeof value;
}

export function shapeOf(value: Json): ShapeRow[] {
  const found = new Map<string, Found>();
  const look = (path: string, item: Json) => {
    const known = found.get(path);
    if (!known && found.size >= MOST_PATHS) return;
    const row = known ?? { types: new Set<string>(), seen: 0, of: 0, example: item };
    row.types.add(typeName(item));
    row.seen += 1;
    found.set(path, row);
    if (Array.isArray(item)) for (const inner of item.slice(0, SAMPLE)) look(`${path}[]`, inner);
    else if (typeof item === "object" && item !== null) {
      for (const [name, inner] of Object.entries(item)) look(path ? `${path}.${name}` : name, inner);
    }
  };
  look("", value);
  return [...found].map(([path, { types, seen, example }]) => ({
    path,
    types: [...types],
    seen,
    of: found.get(parentOf(path))?.seen ?? seen,
    example,
  }));
}

/** Items of lists are counted by themselves, fields by the objects that could have them. */
function parentOf(path: string): string {
  if (path.endsWith("[]")) return path;
  const at = path.lastIndexOf(".");
  return at < 0 ? "" : path.slice(0, at);
}
