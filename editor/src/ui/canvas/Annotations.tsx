// Notes and named groups, drawn behind the nodes. They are only shown here; the document keeps them as they are.
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { groupsOf, notesOf } from "../../core/annotations";
import type { FlowDocument } from "../../core/document";
import { boundsOf } from "../../core/geometry";
import { Markdown } from "../Markdown";
import classes from "./Annotations.module.css";
import type { CanvasNode } from "./model";

const MARGIN = 32;

export function Annotations({ document, nodes }: { document: FlowDocument; nodes: readonly CanvasNode[] }) {
  const notes = useMemo(() => notesOf(document), [document]);
  const groups = useMemo(() => groupsOf(document), [document]);
  const frames = useMemo(() => {
    if (groups.length === 0) return [];
    const byId = new Map(nodes.map((node) => [node.id, node]));
    return groups.flatMap(({ id, name, nodes: inside }) => {
      const boxes = inside.flatMap((node) => byId.get(node) ?? []);
      const box = boundsOf(
        boxes.map((node) => ({ ...node.position, ...node.data.size })),
        MARGIN,
      );
      return box ? [{ id, name, box }] : [];
    });
  }, [groups, nodes]);
  if (notes.length === 0 && frames.length === 0) return null;
  return (
    <ViewportPortal>
      {frames.map(({ id, name, box }) => (
        <div key={`group-${id}`} className={classes.group} style={placed(box)} data-testid={`group-${id}`}>
          {name && <span className={classes.name}>{name}</span>}
        </div>
      ))}
      {notes.map((note) => (
        <div
          key={`note-${note.id}`}
          className={classes.note}
          style={placed(note)}
          data-testid={`note-${note.id}`}
        >
          <Markdown text={note.text} />
        </div>
      ))}
    </ViewportPortal>
  );
}

function placed({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { width, height, transform: `translate(${x}px, ${y}px)` };
}
