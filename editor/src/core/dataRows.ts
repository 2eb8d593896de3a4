// A JSON value as rows of a tree, of which only those in sight are drawn.
import type { Json } from "./document";

export interface DataRow {
  /** Names from the top, joined by a character that no name holds. */
  path: string;
  name: string;
  depth: number;
  value: Json;
  /** Branches only: whether what is inside follows. */
  isOpen?: boolean;
  size?: number;
}

const JOINT = "\u0000";
const OPEN_DEPTH = 2;
const OPEN_ITEMS = 200;

export type Toggled = ReadonlyMap<string, boolean>;

export function dataRows(value: Json, toggled: Toggled): DataRow[] {
  const rows: DataRow[] = [];
  const visit = (name: string, item: Json, path: string, depth: number) => {
    if (typeof item !== "object" || item === null) {
      rows.push({ path, name, depth, value: item });
      return;
    }
    const isList = Array.isArray(item);
    const size = isList ? item.length : Object.keys(item).length;
    const isOpen = toggled.get(path) ?? (depth < OPEN_DEPTH && (depth === 0 || size <= OPEN_ITEMS));
    rows.push({ path, name, depth, value: item, isOpen, size });
    if (!isOpen) return;
    if (isList) {
      for (let index = 0; index < size; index += 1)
        visit(String(index), item[index] ?? null, `${path}${JOINT}${index}`, depth + 1);
    } else {
      for (const [key, inner] of Object.entries(item)) visit(key, inner, `${path}${JOINT}${key}`, depth + 1);
    }
  };
  visit("", value, "", 0);
  return rows;
}

/** The rows whose name or value holds the text; without a text, all. */
export function findRows(rows: readonly DataRow[], text: string): readonly DataRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return rows;
  return rows.filter(
    (row) =>
      row.name.toLowerCase().includes(wanted) ||
      (row.size === undefined && String(row.value).toLowerCase().includes(wanted)),
  );
}

const MOST_COLUMNS = 40;
const SAMPLE = 200;

/** A list of objects as a table; undefined for values that are none. */
export function tableOf(value: Json): { columns: string[]; rows: { [name: string]: Json }[] } | undefined {
  const list = Array.isArray(value) ? value : onlyList(value);
  if (!list || list.length === 0) return undefined;
  const isTable = list.slice(0, SAMPLE).every((item) => typeof item === "object" && !Array.isArray(item));
  const rows = list.map((item): { [name: string]: Json } =>
    isTable ? ((item ?? {}) as { [name: string]: Json }) : { value: item },
  );
  const columns = new Set<string>();
  for (const row of rows.slice(0, SAMPLE)) for (const name of Object.keys(row)) columns.add(name);
  return { columns: [...columns].slice(0, MOST_COLUMNS), rows };
}

/** The list of an object that holds one list, such as `{ results: [...], iterations: 3 }`. */
function onlyList(value: Json): Json[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const lists = Object.values(value).filter((item) => Array.isArray(item));
  return lists.length === 1 ? lists[0] : undefined;
}

export function cellText(value: Json | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
