// A JSON value as a tree; only the rows in sight are drawn, so that a value of any size can be looked at.

import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useMemo, useRef, useState } from "react";
import { type DataRow, dataRows, findRows, type Toggled } from "../../core/dataRows";
import type { Json } from "../../core/document";
import classes from "./Data.module.css";

const ROW = 24;
const LONG_TEXT = 2_000;
const NONE: Toggled = new Map();

interface Props {
  value: Json;
  /** Shows only what holds this text. */
  search?: string;
  maxHeight?: number;
  "data-testid"?: string;
}

export function DataTree({ value, search = "", maxHeight = 360, ...rest }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState(NONE);
  const rows = useMemo(() => findRows(dataRows(value, toggled), search), [value, toggled, search]);
  const sight = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
    initialRect: { width: 300, height: maxHeight },
  });
  const toggle = (row: DataRow) => setToggled((now) => new Map(now).set(row.path, !row.isOpen));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <div
      role="group"
      ref={box}
      className={classes.box}
      style={{ height: Math.min(maxHeight, Math.max(1, rows.length) * ROW + 2) }}
      aria-label="Value"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
      tabIndex={0}
      {...rest}
    >
      <div style={{ height: sight.getTotalSize(), position: "relative" }}>
        {sight.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <div
                key={row.path}
                className={classes.row}
                style={{ top: item.start, paddingLeft: 10 + row.depth * 14 }}
              >
                <Row row={row} onToggle={toggle} />
              </div>
            )
          );
        })}
        {rows.length === 0 && <div className={classes.row}>Nothing here holds this text.</div>}
      </div>
    </div>
  );
}

function Row({ row, onToggle }: { row: DataRow; onToggle: (row: DataRow) => void }) {
  const { name, value, isOpen, size } = row;
  if (size === undefined || typeof value !== "object" || value === null) {
    return (
      <>
        {name !== "" && <span className={classes.name}>{name}:</span>}
        <Leaf value={value} />
      </>
    );
  }
  const isList = Array.isArray(value);
  return (
    <button type="button" className={classes.toggle} aria-expanded={isOpen} onClick={() => onToggle(row)}>
      <IconChevronRight size={14} className={isOpen ? classes.open : undefined} aria-hidden="true" />
      <span className={classes.name}>{name || (isList ? "list" : "object")}</span>
      <span className={classes.size}>
        {isList ? `${size} ${size === 1 ? "item" : "items"}` : size === 0 ? "empty" : `${size} fields`}
      </span>
    </button>
  );
}

function Leaf({ value }: { value: Json }) {
  if (typeof value !== "string") return <span className={classes.literal}>{String(value)}</span>;
  const text = value.length > LONG_TEXT ? `${value.slice(0, LONG_TEXT)}…` : value;
  return <span className={classes.text}>{text === "" ? "(empty text)" : text.replaceAll("\n", "⏎")}</span>;
}
