// What stands on a wire: its label with the count of a run, and the + that puts a node into it.
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { useStore } from "zustand";
import type { Wire } from "../../core/document";
import { lastValue } from "../../core/overlay";
import { lazily } from "../lazily";
import { useCanvas } from "./context";
import type { Point } from "./handlers";
import { keepHot } from "./hotWire";
import classes from "./WireView.module.css";

const InlineText = lazily(() => import("./InlineText").then((it) => it.InlineText), 0);

interface WireLabelProps {
  id: string;
  label: string | undefined;
  count: number | undefined;
  isWriting: boolean;
  place: Point;
}

export function WireLabel({ id, label, count, isWriting, place }: WireLabelProps) {
  const { ui, editing } = useCanvas();
  if (isWriting && editing) {
    return (
      <InlineText
        className={classes.labelInput}
        style={at(place)}
        label="Label of the wire"
        value={label ?? ""}
        onDone={(text) => {
          ui.setState({ writing: null });
          if (text !== undefined && text !== (label ?? ""))
            editing.apply({ kind: "setWire", wire: id, fields: { label: text.trim() } });
        }}
      />
    );
  }
  return (
    <div className={classes.label} style={at(place)}>
      {label}
      {count !== undefined && (
        <span className={classes.count} data-testid={`count-${id}`} title={`Used ${count} times`}>
          {count}
        </span>
      )}
    </div>
  );
}

/** What went along the wire last, while it is pointed at. */
export function WireValue({ wire, place }: { wire: Wire; place: Point }) {
  const value = useStore(useCanvas().overlay, ({ overlay }) => overlay && lastValue(overlay, wire));
  if (value === undefined || value === null) return null;
  return (
    <div
      className={classes.value}
      style={at({ x: place.x, y: place.y + 28 })}
      data-testid={`value-${wire.id}`}
    >
      {JSON.stringify(value).slice(0, MOST_SHOWN)}
    </div>
  );
}

const MOST_SHOWN = 200;

export function WirePlus({ id, place, isBeside }: { id: string; place: Point; isBeside: boolean }) {
  const { ui, editing } = useCanvas();
  if (!editing) return null;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`nopan ${classes.plus}`}
      style={at(isBeside ? { x: place.x, y: place.y - 24 } : place)}
      aria-label="Insert a node here"
      title="Insert a node here"
      data-testid={`insert-${id}`}
      onMouseEnter={() => keepHot(ui, id)}
      onMouseLeave={() => keepHot(ui, null)}
      onClick={(event) => editing.onInsert(id, { x: event.clientX, y: event.clientY })}
    >
      <IconPlus size={14} aria-hidden="true" />
    </button>
  );
}

function at({ x, y }: Point): React.CSSProperties {
  return { transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` };
}
