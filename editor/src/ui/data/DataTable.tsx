// A list of objects as a table; only the rows in sight are drawn.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { cellText, type tableOf } from "../../core/dataRows";
import classes from "./Data.module.css";

const ROW = 26;
const HEAD = 28;

type Table = NonNullable<ReturnType<typeof tableOf>>;

export function DataTable({ table, maxHeight = 360 }: { table: Table; maxHeight?: number }) {
  const box = useRef<HTMLDivElement>(null);
  const { columns, rows } = table;
  const width = 52 + columns.length * 150;
  const sight = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
    initialRect: { width: 300, height: maxHeight },
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring its own look
    <div
      role="group"
      ref={box}
      className={classes.box}
      style={{ height: Math.min(maxHeight, rows.length * ROW + HEAD + 12) }}
      aria-label="Value as a table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
      tabIndex={0}
      data-testid="data-table"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed one by one, which a table element cannot do */}
      <div role="table" aria-label="Items" aria-rowcount={rows.length + 1} style={{ width }}>
        {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row to read */}
        <div role="row" className={classes.head}>
          {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: a heading to read */}
          <span role="columnheader" className={classes.number}>
            #
          </span>
          {columns.map((name) => (
            // biome-ignore lint/a11y/useSemanticElements: see the table
            // biome-ignore lint/a11y/useFocusableInteractive: a heading to read
            <span role="columnheader" key={name} className={classes.cell} title={name}>
              {name}
            </span>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
        <div role="rowgroup" style={{ height: sight.getTotalSize(), position: "relative" }}>
          {sight.getVirtualItems().map((item) => (
            // biome-ignore lint/a11y/useSemanticElements: see the table
            // biome-ignore lint/a11y/useFocusableInteractive: a row to read
            <div
              role="row"
              key={item.key}
              aria-rowindex={item.index + 2}
              className={classes.line}
              style={{ top: item.start, width }}
            >
              {/* biome-ignore lint/a11y/useSemanticElements: see the table */}
              <span role="cell" className={classes.number}>
                {item.index + 1}
              </span>
              {columns.map((name) => {
                const text = cellText(rows[item.index]?.[name]);
                return (
                  // biome-ignore lint/a11y/useSemanticElements: see the table
                  <span role="cell" key={name} className={classes.cell} title={text.slice(0, 500)}>
                    {text.slice(0, 500)}
                  </span>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
