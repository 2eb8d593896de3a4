// A note: drag it, pull its corner, double-click to write Markdown in it.
import { memo, useState } from "react";
import { type Note, SMALLEST_NOTE } from "../../core/annotations";
import { noteStop } from "../../core/stops";
import { Markdown } from "../Markdown";
import classes from "./Annotations.module.css";
import { AnnotationTools } from "./AnnotationTools";
import { useCanvas, useUi } from "./context";
import type { Point } from "./handlers";
import { InlineText } from "./InlineText";
import { useAnnotate } from "./useAnnotate";
import { usePointerDrag } from "./usePointerDrag";

const STILL: Point = { x: 0, y: 0 };

export const NoteView = memo(function NoteView({ note }: { note: Note }) {
  const { editing, ui } = useCanvas();
  const annotate = useAnnotate();
  const [moved, setMoved] = useState(STILL);
  const [grown, setGrown] = useState(STILL);
  const isWriting = useUi((state) => state.writing === note.id) && editing !== undefined;
  const setWriting = (isOn: boolean) => ui.setState({ writing: isOn ? note.id : null });
  const drag = usePointerDrag({
    onDrag: setMoved,
    onDrop: ({ x, y }) => {
      setMoved(STILL);
      annotate.setNote(note.id, { x: note.x + x, y: note.y + y });
    },
  });
  const size = sizeOf(note, grown);
  const grow = usePointerDrag({
    onDrag: setGrown,
    onDrop: (by) => {
      setGrown(STILL);
      annotate.setNote(note.id, sizeOf(note, by));
    },
  });
  const place = { ...size, transform: `translate(${note.x + moved.x}px, ${note.y + moved.y}px)` };
  if (!editing) {
    return (
      <div className={classes.note} style={place} data-tint={note.tint} data-testid={`note-${note.id}`}>
        <Markdown text={note.text} />
      </div>
    );
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (isWriting || event.target !== event.currentTarget) return;
    if (event.key === "Enter" || event.key === "F2") setWriting(true);
    else if (event.key === "Delete" || event.key === "Backspace") annotate.removeNote(note.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <div
      className={classes.note}
      style={place}
      role="group"
      tabIndex={-1}
      data-stop={noteStop(note.id)}
      aria-label={`Note: ${note.text.slice(0, 80) || "empty"}. Enter writes, Delete removes.`}
      data-editable
      data-tint={note.tint}
      data-testid={`note-${note.id}`}
      onDoubleClick={() => setWriting(true)}
      onKeyDown={onKeyDown}
      {...(isWriting ? {} : drag)}
    >
      {isWriting ? (
        <InlineText
          isLong
          className={classes.noteInput}
          label="Text of the note, Markdown"
          value={note.text}
          onDone={(text) => {
            setWriting(false);
            if (text !== undefined && text !== note.text) annotate.setNote(note.id, { text });
          }}
        />
      ) : (
        <div className={classes.noteText}>
          {note.text ? (
            <Markdown text={note.text} />
          ) : (
            <span className={classes.hint}>Double-click to write</span>
          )}
        </div>
      )}
      <AnnotationTools
        name="the note"
        tint={note.tint}
        onTint={(tint) => annotate.setNote(note.id, { tint })}
        onRemove={() => annotate.removeNote(note.id)}
        removeLabel="Delete note"
      />
      <span className={classes.corner} data-testid={`resize-${note.id}`} aria-hidden="true" {...grow} />
    </div>
  );
});

function sizeOf(note: Note, grown: Point): { width: number; height: number } {
  return {
    width: Math.max(SMALLEST_NOTE.width, note.width + grown.x),
    height: Math.max(SMALLEST_NOTE.height, note.height + grown.y),
  };
}
