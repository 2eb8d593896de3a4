// The small bar of a note or a group: its colour, folding, removing. Seen while the pointer or the focus is there.
import IconArrowsMinimize from "@tabler/icons-react/dist/esm/icons/IconArrowsMinimize.mjs";
import IconX from "@tabler/icons-react/dist/esm/icons/IconX.mjs";
import { TINTS, type Tint } from "../../core/annotations";
import classes from "./Annotations.module.css";

interface AnnotationToolsProps {
  name: string;
  tint: Tint;
  removeLabel: string;
  onTint: (tint: Tint) => void;
  onFold?: () => void;
  onRemove: () => void;
}

export function AnnotationTools({ name, tint, removeLabel, onTint, onFold, onRemove }: AnnotationToolsProps) {
  const stop = (event: React.SyntheticEvent) => event.stopPropagation();
  return (
    <div
      className={classes.tools}
      role="toolbar"
      aria-label={`Look of ${name}`}
      onPointerDown={stop}
      onDoubleClick={stop}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") event.stopPropagation();
      }}
    >
      {TINTS.map((item) => (
        <button
          key={item}
          type="button"
          className={classes.tint}
          data-tint={item}
          aria-label={`Colour ${item}`}
          aria-pressed={item === tint}
          onClick={() => onTint(item)}
        />
      ))}
      {onFold && (
        <button
          type="button"
          className={classes.tool}
          aria-label={`Fold ${name}`}
          title="Fold"
          onClick={onFold}
        >
          <IconArrowsMinimize size={14} aria-hidden="true" />
        </button>
      )}
      <button
        type="button"
        className={classes.tool}
        aria-label={removeLabel}
        title={removeLabel}
        onClick={onRemove}
      >
        <IconX size={14} aria-hidden="true" />
      </button>
    </div>
  );
}
