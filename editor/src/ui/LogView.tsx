// Log lines: only those in sight are drawn; follows the end until you scroll up.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef } from "react";
import { parseAnsi } from "../core/ansi";
import type { LogLine } from "../core/run";
import classes from "./LogView.module.css";

interface Props {
  lines: readonly LogLine[];
  height: number | string;
  /** Name the node at the start of each line, for logs of several nodes. */
  withNode?: boolean;
}

const ROW = 20;
const NEAR_END = 40;

export function LogView({ lines, height, withNode }: Props) {
  const box = useRef<HTMLElement>(null);
  const follows = useRef(true);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 20,
    initialRect: { width: 400, height: 400 },
  });
  const { length } = lines;
  useEffect(() => {
    if (follows.current && length > 0) rows.scrollToIndex(length - 1);
  }, [length, rows]);
  return (
    <section
      ref={box}
      className={classes.log}
      style={{ height }}
      data-testid="log-view"
      aria-label="Log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map((row) => {
          const line = lines[row.index];
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              className={classes.row}
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {line && <Line line={line} withNode={withNode} />}
            </div>
          );
        })}
      </div>
    </section>
  );
}

function Line({ line, withNode }: { line: LogLine; withNode?: boolean }) {
  return (
    <>
      <span className={classes.time}>{line.at.slice(11, 19)}</span>
      {withNode && <span className={classes.node}>{line.key || line.node}</span>}
      {line.stream !== "stdout" && (
        <span className={classes.stream} data-stream={line.stream}>
          {line.stream === "stderr" ? "err" : "log"}
        </span>
      )}
      <span className={classes.text} data-stream={line.stream}>
        {parseAnsi(line.text).map((piece, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one fixed line
            key={index}
            style={{
              color: piece.color && `var(--oc-ansi-${piece.color})`,
              fontWeight: piece.bold ? 700 : undefined,
            }}
          >
            {piece.text}
          </span>
        ))}
      </span>
    </>
  );
}
