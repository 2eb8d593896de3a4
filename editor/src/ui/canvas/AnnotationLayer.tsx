// Notes and named groups behind the nodes.
import { ViewportPortal } from "@xyflow/react";
import { useState } from "react";
import type { Note } from "../../core/annotations";
import type { GroupFrame } from "./frames";
import { GroupView } from "./GroupView";
import type { Point } from "./handlers";
import { NoteView } from "./NoteView";

interface AnnotationLayerProps {
  notes: readonly Note[];
  frames: readonly GroupFrame[];
}

/** Notes that move along with the group they lie in, while it is dragged. */
interface Taken {
  notes: ReadonlySet<string>;
  by: Point;
}

export default function AnnotationLayer({ notes, frames }: AnnotationLayerProps) {
  const [taken, setTaken] = useState<Taken | null>(null);
  return (
    <ViewportPortal>
      {frames.map((frame) => (
        <GroupView
          key={`group-${frame.group.id}`}
          frame={frame}
          notes={notes}
          onTake={(inside, by) => setTaken(inside && { notes: new Set(inside.map((note) => note.id)), by })}
        />
      ))}
      {notes.map((note) => (
        <NoteView key={`note-${note.id}`} note={shifted(note, taken)} />
      ))}
    </ViewportPortal>
  );
}

function shifted(note: Note, taken: Taken | null): Note {
  return taken?.notes.has(note.id) ? { ...note, x: note.x + taken.by.x, y: note.y + taken.by.y } : note;
}
