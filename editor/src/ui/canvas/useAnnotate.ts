// Changing notes and groups from the canvas: each call is one step.
import { useMemo } from "react";
import { type Group, type Note, removeGroups, removeNote, setGroup, setNote } from "../../core/annotations";
import type { FlowDocument } from "../../core/document";
import { useCanvas } from "./context";

export interface Annotate {
  setNote: (id: string, change: Partial<Omit<Note, "id">>) => void;
  removeNote: (id: string) => void;
  setGroup: (id: string, change: Partial<Omit<Group, "id" | "nodes">>) => void;
  ungroup: (id: string) => void;
  /** Moves the nodes of a group and the notes that lie in it. */
  moveGroup: (group: Group, notes: readonly Note[], delta: { x: number; y: number }) => void;
}

export function useAnnotate(): Annotate {
  const { editing, drawing } = useCanvas();
  return useMemo(() => {
    const change = (operation: (document: FlowDocument) => ReturnType<typeof setNote>) =>
      editing?.apply(operation(drawing.current));
    return {
      setNote: (id, fields) => change((document) => setNote(document, id, fields)),
      removeNote: (id) => change((document) => removeNote(document, id)),
      setGroup: (id, fields) => change((document) => setGroup(document, id, fields)),
      ungroup: (id) => change((document) => removeGroups(document, new Set([id]))),
      moveGroup: (group, notes, { x, y }) => {
        const document = drawing.current;
        const inside = new Set(group.nodes);
        const positions = document.nodes
          .filter((node) => inside.has(node.id))
          .map((node) => ({ id: node.id, x: node.x + x, y: node.y + y }));
        const moved = new Map(notes.map((note) => [note.id, { x: note.x + x, y: note.y + y }]));
        let after = document;
        for (const [id, place] of moved) {
          const { notes: list } = setNote(after, id, place) as { notes: FlowDocument["notes"] };
          after = { ...after, notes: list };
        }
        editing?.apply({
          kind: "batch",
          label: "move group",
          operations: [
            { kind: "moveNodes", positions },
            ...(moved.size > 0
              ? [{ kind: "annotate" as const, notes: after.notes, label: "move notes" }]
              : []),
          ],
        });
      },
    };
  }, [editing, drawing]);
}
