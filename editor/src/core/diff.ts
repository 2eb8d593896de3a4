// What changed from one flow document to another, item by item: nodes, wires, notes, groups, parameters, and the
// fields of the flow itself. Both the list of changes and the drawing of them are made from this.
import { type FlowDocument, isObject, type Json, type JsonObject } from "./document";
import { isEqual } from "./equal";
import { type Change, diffJson } from "./jsonDiff";

export type ChangeKind = "added" | "removed" | "changed" | "moved";
export type Part = "nodes" | "wires" | "notes" | "groups" | "parameters" | "document";

export interface ItemChange {
  part: Part;
  /** The item's id; of a parameter its name, of the flow itself the name of the field. */
  id: string;
  kind: ChangeKind;
  /** Which fields are different, of what was there before and is there still. */
  fields: Change[];
  before?: Json;
  after?: Json;
}

export const LISTS = ["nodes", "wires", "notes", "groups"] as const;
export type ListPart = (typeof LISTS)[number];
/** Where something lies and how large it is: to change this is to move it. */
export const PLACE = ["x", "y", "width", "height"] as const;

type Items = ReadonlyMap<string, Json>;

export function diffDocuments(before: FlowDocument, after: FlowDocument): ItemChange[] {
  if (before === after) return [];
  const lists = LISTS.flatMap((part) => compareItems(part, itemsOf(before, part), itemsOf(after, part)));
  const parameters = compareItems("parameters", fieldsOf(before.parameters), fieldsOf(after.parameters));
  const own = compareItems("document", ownFields(before), ownFields(after));
  const found = [...lists, ...parameters, ...own];
  return found.length === 0 && !hasSameOrder(before, after) ? [REORDERED] : found;
}

/** Where paths meet, the order of the wires counts; it is told where nothing else is different. */
const REORDERED: ItemChange = { part: "document", id: "order", kind: "changed", fields: [] };

function hasSameOrder(before: FlowDocument, after: FlowDocument): boolean {
  const ids = (document: FlowDocument) => [...document.nodes, ...document.wires].map((item) => item.id);
  return isEqual(ids(before), ids(after));
}

const known = new WeakMap<FlowDocument, { before: FlowDocument; changes: ItemChange[] }>();

/** The same, computed once for each document: toolbar, canvas and dialogs all ask. */
export function changesSince(before: FlowDocument, after: FlowDocument): ItemChange[] {
  const last = known.get(after);
  if (last?.before === before) return last.changes;
  const changes = diffDocuments(before, after);
  known.set(after, { before, changes });
  return changes;
}

/** The items of a list by id; what has none goes by its place in the list. */
export function itemsOf(document: FlowDocument, part: ListPart): Map<string, Json> {
  const list = (document[part] ?? []) as unknown as Json[];
  return new Map(list.map((item, index) => [itemId(item, index), item]));
}

export function itemId(item: Json, index: number): string {
  return isObject(item) && typeof item.id === "string" ? item.id : `#${index}`;
}

function fieldsOf(object: object | undefined): Map<string, Json> {
  return new Map(Object.entries(object ?? {}));
}

/** The fields of the flow that are not compared in another way. */
export function ownFields(document: FlowDocument): Map<string, Json> {
  const apart: readonly string[] = [...LISTS, "parameters"];
  return new Map(Object.entries(document as unknown as JsonObject).filter(([name]) => !apart.includes(name)));
}

function compareItems(part: Part, before: Items, after: Items): ItemChange[] {
  const found: ItemChange[] = [];
  for (const [id, old] of before) {
    if (!after.has(id)) found.push({ part, id, kind: "removed", fields: [], before: old });
  }
  for (const [id, now] of after) {
    const old = before.get(id);
    if (old === undefined) found.push({ part, id, kind: "added", fields: [], after: now });
    else if (!isEqual(old, now)) found.push(changeOf(part, id, old, now));
  }
  return found;
}

function changeOf(part: Part, id: string, before: Json, after: Json): ItemChange {
  const isPlaced = part === "nodes" || part === "notes";
  const fields = isPlaced ? diffJson(withoutPlace(before), withoutPlace(after)) : diffJson(before, after);
  return { part, id, kind: fields.length === 0 ? "moved" : "changed", fields, before, after };
}

/** The item but for where it lies. */
export function withoutPlace(item: Json | undefined): Json | undefined {
  if (!isObject(item)) return item;
  const places: readonly string[] = PLACE;
  return Object.fromEntries(Object.entries(item).filter(([name]) => !places.includes(name)));
}

/** The items of one kind that changed, by id. */
export function kindsOf(changes: readonly ItemChange[], part: Part): Map<string, ChangeKind> {
  return new Map(changes.filter((item) => item.part === part).map(({ id, kind }) => [id, kind]));
}

export function countWords(count: number): string {
  return count === 0 ? "no changes" : count === 1 ? "1 change" : `${count} changes`;
}
