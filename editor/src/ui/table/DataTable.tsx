// A table of any length: only rows in sight are drawn; sorted by its headers, selected and walked by mouse or keyboard.
import { Checkbox } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import classes from "./DataTable.module.css";
import { TableHead } from "./TableHead";
import { useRowFocus } from "./useRowFocus";

export interface Column<Row> {
  id: string;
  title: string;
  /** The title is for screen readers only. */
  hidesTitle?: boolean;
  width?: number;
  /** The column is left out where the table is narrower than so many pixels. */
  hideBelow?: 560 | 760 | 960 | 1160;
  /** What `sort` is called in each direction, the first one on the first press. */
  sorts?: readonly string[];
  cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowHeight: number;
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  testIdOf?: (row: Row) => string;
  selected?: ReadonlySet<string>;
  onSelect?: (ids: ReadonlySet<string>) => void;
  sort?: string;
  onSort?: (sort: string) => void;
  onOpen: (row: Row) => void;
  /** The row that has the focus or was pressed. */
  active?: string;
  onActive?: (row: Row) => void;
  onNearEnd?: () => void;
  "data-testid"?: string;
}

const NEAR_END = 20;

export function DataTable<Row>(props: Props<Row>) {
  const { label, rows, columns, rowHeight, idOf, selected, onSelect, onNearEnd } = props;
  const box = useRef<HTMLElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 1000, height: 800 },
  });
  const focus = useRowFocus(rows.length, (index) => virtual.scrollToIndex(index), box);
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { length } = rows;
  useEffect(() => {
    if (length > 0 && last >= length - NEAR_END) onNearEnd?.();
  }, [last, length, onNearEnd]);
  const before = items[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0);
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    onSelect?.(next);
  };
  return (
    <section ref={box} className={classes.box} aria-label={label}>
      <table className={classes.table} aria-rowcount={rows.length + 1} data-testid={props["data-testid"]}>
        <TableHead
          columns={columns}
          sort={props.sort}
          onSort={props.onSort}
          selection={onSelect && { count: selected?.size ?? 0, total: rows.length }}
          onSelectAll={(isOn) => onSelect?.(new Set(isOn ? rows.map(idOf) : []))}
        />
        <Spacer height={before} />
        <tbody onKeyDown={(event) => focus.onKeyDown(event, (index) => act(props, toggle, event, index))}>
          {items.map(({ index }) => {
            const row = rows[index];
            if (row === undefined) return null;
            const id = idOf(row);
            return (
              <tr
                key={id}
                style={{ height: rowHeight }}
                data-index={index}
                data-testid={props.testIdOf?.(row)}
                data-active={props.active === id}
                aria-rowindex={index + 2}
                aria-selected={selected?.has(id)}
                tabIndex={focus.index === index ? 0 : -1}
                onFocus={(event) => {
                  focus.set(index);
                  if (event.target === event.currentTarget) props.onActive?.(row);
                }}
                onClick={(event) => {
                  if (!leadsAway(event.target)) props.onActive?.(row);
                }}
              >
                {onSelect && (
                  <td className={classes.check}>
                    <Checkbox
                      aria-label={`Select ${props.nameOf(row)}`}
                      checked={selected?.has(id) ?? false}
                      onChange={() => toggle(id)}
                    />
                  </td>
                )}
                {columns.map((column) => (
                  <td key={column.id} data-hide={column.hideBelow}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
        <Spacer height={after} />
      </table>
    </section>
  );
}

/** Enter opens the row, Space selects it; keys inside a field or a button of the row are theirs. */
function act<Row>(
  props: Props<Row>,
  toggle: (id: string) => void,
  event: React.KeyboardEvent,
  index: number,
) {
  const row = props.rows[index];
  if (row === undefined || !(event.target instanceof HTMLTableRowElement)) return;
  if (event.key === "Enter") props.onOpen(row);
  if (event.key === " " && props.onSelect) {
    event.preventDefault();
    toggle(props.idOf(row));
  }
}

/** Stands in for the rows out of sight. One cell: to span hidden columns would bring them back. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tbody aria-hidden="true" className={classes.spacer}>
      <tr>
        <td style={{ height }} />
      </tr>
    </tbody>
  );
}

/** A link in a row goes where it says, and nowhere else. */
function leadsAway(target: EventTarget): boolean {
  return target instanceof Element && target.closest("a") !== null;
}
