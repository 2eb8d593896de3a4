// The frame of a group: its title is taken hold of to move all that is in it, and written by a double click.
import { memo, useRef, useState } from "react";
import type { Group, Note } from "../../core/annotations";
import { titleStop } from "../../core/stops";
import classes from "./Annotations.module.css";
import { AnnotationTools } from "./AnnotationTools";
import { useCanvas } from "./context";
import type { GroupFrame } from "./frames";
import type { Point } from "./handlers";
import { InlineText } from "./InlineText";
import { useAnnotate } from "./useAnnotate";
import { usePointerDrag } from "./usePointerDrag";

interface GroupViewProps {
  frame: GroupFrame;
  notes: readonly Note[];
  onTake: (notes: readonly Note[] | null, by: Point) => void;
}

export const GroupView = memo(function GroupView({ frame, notes, onTake }: GroupViewProps) {
  const { group, box } = frame;
  const { editing, mover } = useCanvas();
  const annotate = useAnnotate();
  const [isWriting, setWriting] = useState(false);
  const inside = useRef<readonly Note[]>([]);
  const drag = usePointerDrag({
    onDrag: (by) => {
      if (by.x === 0 && by.y === 0) inside.current = notes.filter((note) => liesIn(note, frame));
      mover.by(group.nodes, by);
      onTake(inside.current, by);
    },
    onDrop: (by) => {
      mover.show(null);
      onTake(null, by);
      annotate.moveGroup(group, inside.current, by);
    },
  });
  const start = (event: React.PointerEvent) => {
    inside.current = notes.filter((note) => liesIn(note, frame));
    drag.onPointerDown(event);
  };
  return (
    <div
      className={classes.group}
      style={placed(box)}
      data-tint={group.tint}
      data-testid={`group-${group.id}`}
    >
      <div className={classes.head}>
        {isWriting ? (
          <InlineText
            className={classes.nameInput}
            label="Title of the group"
            value={group.name}
            onDone={(name) => {
              setWriting(false);
              if (name !== undefined && name !== group.name) annotate.setGroup(group.id, { name });
            }}
          />
        ) : (
          <Title
            group={group}
            isEditable={editing !== undefined}
            onWrite={() => setWriting(true)}
            {...drag}
            onPointerDown={start}
          />
        )}
        {editing && (
          <AnnotationTools
            name={group.name || "the group"}
            tint={group.tint}
            onTint={(tint) => annotate.setGroup(group.id, { tint })}
            onFold={() => annotate.setGroup(group.id, { collapsed: true })}
            onRemove={() => annotate.ungroup(group.id)}
            removeLabel="Ungroup"
          />
        )}
      </div>
    </div>
  );
});

interface TitleProps extends React.HTMLAttributes<HTMLButtonElement> {
  group: Group;
  isEditable: boolean;
  onWrite: () => void;
}

function Title({ group, isEditable, onWrite, ...handlers }: TitleProps) {
  if (!isEditable) return group.name ? <span className={classes.name}>{group.name}</span> : null;
  return (
    <button
      type="button"
      className={classes.name}
      tabIndex={-1}
      data-stop={titleStop(group.id)}
      title="Drag to move the group, double-click to name it"
      onDoubleClick={onWrite}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "F2") return;
        event.preventDefault();
        event.stopPropagation();
        onWrite();
      }}
      {...handlers}
    >
      {group.name || "Group"}
    </button>
  );
}

function liesIn(note: Note, { box }: GroupFrame): boolean {
  return (
    note.x >= box.x &&
    note.y >= box.y &&
    note.x + note.width <= box.x + box.width &&
    note.y + note.height <= box.y + box.height
  );
}

function placed({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { width, height, transform: `translate(${x}px, ${y}px)` };
}
