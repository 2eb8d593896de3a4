// Notes and groups of a document, read with care: they may come from anywhere, and what is not understood is left as it
// is. Every change is an operation; fields of a later version stay.
import { type FlowDocument, isObject, type Json, type JsonObject } from "./document";
import type { Box } from "./geometry";
import { firstFree } from "./ids";
import type { BasicOperation } from "./operations";

export const TINTS = ["amber", "green", "blue", "purple", "rose", "gray"] as const;
export type Tint = (typeof TINTS)[number];

export interface Note extends Box {
  id: string;
  text: string;
  tint: Tint;
}

export interface Group {
  id: string;
  name: string;
  nodes: string[];
  tint: Tint;
  collapsed: boolean;
}

export const NOTE_SIZE = { width: 240, height: 120 };
export const SMALLEST_NOTE = { width: 120, height: 60 };

const numberOr = (value: Json | undefined, fallback: number): number =>
  typeof value === "number" && Number.isFinite(value) ? value : fallback;

function tintOr(value: Json | undefined, fallback: Tint): Tint {
  return TINTS.find((tint) => tint === value) ?? fallback;
}

export function notesOf(document: FlowDocument): Note[] {
  return (document.notes ?? []).flatMap((note, index) =>
    isObject(note) && typeof note.text === "string"
      ? [
          {
            id: idOf(note, index),
            x: numberOr(note.x, 0),
            y: numberOr(note.y, 0),
            width: numberOr(note.width, NOTE_SIZE.width),
            height: numberOr(note.height, NOTE_SIZE.height),
            text: note.text,
            tint: tintOr(note.tint, "amber"),
          },
        ]
      : [],
  );
}

export function groupsOf(document: FlowDocument): Group[] {
  return (document.groups ?? []).flatMap((group, index) =>
    isObject(group) && Array.isArray(group.nodes)
      ? [
          {
            id: idOf(group, index),
            name: typeof group.name === "string" ? group.name : "",
            nodes: group.nodes.filter((id) => typeof id === "string"),
            tint: tintOr(group.tint, "gray"),
            collapsed: group.collapsed === true,
          },
        ]
      : [],
  );
}

function idOf(item: JsonObject, index: number): string {
  return typeof item.id === "string" || typeof item.id === "number" ? String(item.id) : String(index);
}

/** The id of a new note or group. */
export function newAnnotationId(items: readonly Json[] | undefined, base: string): string {
  const taken = new Set((items ?? []).map((item, index) => (isObject(item) ? idOf(item, index) : "")));
  return firstFree(`${base}1`, taken);
}

export function addNote(
  document: FlowDocument,
  at: { x: number; y: number },
): BasicOperation & { id: string } {
  const id = newAnnotationId(document.notes, "note");
  const note = { id, x: Math.round(at.x), y: Math.round(at.y), ...NOTE_SIZE, text: "", tint: "amber" };
  return { kind: "annotate", notes: [...(document.notes ?? []), note], label: "add note", id };
}

export function setNote(
  document: FlowDocument,
  id: string,
  change: Partial<Omit<Note, "id">>,
): BasicOperation {
  const notes = changed(document.notes, id, rounded(change));
  const isText = "text" in change;
  return {
    kind: "annotate",
    notes,
    label: isText
      ? "write note"
      : "width" in change
        ? "resize note"
        : "x" in change
          ? "move note"
          : "tint note",
    ...(isText ? { merge: `note:${id}` } : {}),
  };
}

export function removeNote(document: FlowDocument, id: string): BasicOperation {
  return { kind: "annotate", notes: without(document.notes, id), label: "delete note" };
}

/** A node belongs to one group: a new group takes it out of the one it was in. */
export function addGroup(
  document: FlowDocument,
  nodes: readonly string[],
  name = "Group",
): BasicOperation & { id: string } {
  const id = newAnnotationId(document.groups, "group");
  const rest = leave(document.groups ?? [], new Set(nodes));
  return { kind: "annotate", groups: [...rest, { id, name, nodes: [...nodes] }], label: "group nodes", id };
}

export function setGroup(
  document: FlowDocument,
  id: string,
  change: Partial<Omit<Group, "id" | "nodes">>,
): BasicOperation {
  const label = "name" in change ? "rename group" : "tint" in change ? "tint group" : "fold group";
  const merge = "name" in change ? { merge: `group:${id}` } : {};
  return { kind: "annotate", groups: changed(document.groups, id, change), label, ...merge };
}

export function removeGroups(document: FlowDocument, ids: ReadonlySet<string>): BasicOperation {
  const groups = (document.groups ?? []).filter(
    (item, index) => !isObject(item) || !ids.has(idOf(item, index)),
  );
  return { kind: "annotate", groups, label: "ungroup" };
}

/** The groups once these nodes are out of them; a group that is left empty goes. The same list when nothing changes. */
export function leave(groups: readonly Json[], gone: ReadonlySet<string>): Json[] {
  return groups.flatMap((group) => {
    if (!isObject(group) || !Array.isArray(group.nodes)) return [group];
    const nodes = group.nodes.filter((id) => typeof id !== "string" || !gone.has(id));
    if (nodes.length === group.nodes.length) return [group];
    return nodes.length === 0 ? [] : [{ ...group, nodes }];
  });
}

function changed(items: readonly Json[] | undefined, id: string, change: object): Json[] {
  return (items ?? []).map((item, index) =>
    isObject(item) && idOf(item, index) === id ? { ...item, ...change } : item,
  );
}

function without(items: readonly Json[] | undefined, id: string): Json[] {
  return (items ?? []).filter((item, index) => !isObject(item) || idOf(item, index) !== id);
}

function rounded(change: Partial<Omit<Note, "id">>): object {
  return Object.fromEntries(
    Object.entries(change).map(([key, value]) => [
      key,
      typeof value === "number" ? Math.round(value) : value,
    ]),
  );
}
