// Notes and groups of a document, read with care: they may come from anywhere, and what is not understood is left out.
import { type FlowDocument, isObject, type Json } from "./document";

export interface Note {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  text: string;
}

export interface Group {
  id: string;
  name: string;
  nodes: string[];
}

const numberOr = (value: Json | undefined, fallback: number): number =>
  typeof value === "number" && Number.isFinite(value) ? value : fallback;

export function notesOf(document: FlowDocument): Note[] {
  return (document.notes ?? []).flatMap((note, index) =>
    isObject(note) && typeof note.text === "string"
      ? [
          {
            id: String(note.id ?? index),
            x: numberOr(note.x, 0),
            y: numberOr(note.y, 0),
            width: numberOr(note.width, 240),
            height: numberOr(note.height, 120),
            text: note.text,
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
            id: String(group.id ?? index),
            name: typeof group.name === "string" ? group.name : "",
            nodes: group.nodes.filter((id) => typeof id === "string"),
          },
        ]
      : [],
  );
}
