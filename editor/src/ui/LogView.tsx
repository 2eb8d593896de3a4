// Log lines of one height: only those in sight are drawn, whatever their number; follows the end until you scroll up.
import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";
import { parseAnsi } from "../core/ansi";
import { LogLines } from "../core/logLines";
import type { LogLine } from "../core/run";
import classes from "./LogView.module.css";

interface Props {
  lines: LogLines | readonly LogLine[];
  height: number | string;
  /** Tells it from another on the same page. */
  label?: string;
  /** What stands at the start of each line, for logs of several nodes. */
  start?: "node" | "step" | "host";
  titleOf?: (node: string) => string;
  /** Break long lines; only the newest of them are shown then. */
  wraps?: boolean;
  /** Lower case: marked where it is found. */
  marked?: string;
}

const ROW = 20;
const NEAR_END = 40;
const OVERSCAN = 10;
const FIRST_HEIGHT = 400;
/** Lines of many heights are all drawn, so there are fewer of them. */
const MOST_WRAPPED = 1_000;

export function LogView({ lines, height, label = "Log lines", start, titleOf, wraps, marked }: Props) {
  const box = useRef<HTMLElement>(null);
  const follows = useRef(true);
  const [view, setView] = useState({ top: 0, height: FIRST_HEIGHT });
  const all = lines instanceof LogLines ? lines : LogLines.of(lines);
  const { length } = all;
  const newest = all.at(-1)?.seq;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line at the end moves the view, at full length too
  useLayoutEffect(() => {
    const element = box.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  }, [length, newest, wraps]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setView(placeOf(element)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const first = wraps ? Math.max(0, length - MOST_WRAPPED) : firstIn(view, length, follows.current);
  const last = wraps ? length : Math.min(length, first + Math.ceil(view.height / ROW) + 2 * OVERSCAN);
  const rows = [];
  for (let index = first; index < last; index += 1) {
    const line = all.at(index);
    if (line)
      rows.push(
        <Line key={line.seq} line={line} start={start} titleOf={titleOf} marked={marked} wraps={wraps} />,
      );
  }
  return (
    <section
      ref={box}
      className={classes.log}
      style={{ height }}
      data-testid="log-view"
      data-lines={length}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area has to be reachable by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        const wasFollowing = follows.current;
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR_END;
        // While it follows the end, what is in sight is known without asking.
        if (!wasFollowing || !follows.current) setView({ top: scrollTop, height: clientHeight });
      }}
    >
      {wraps && first > 0 && <div className={classes.note}>The newest {MOST_WRAPPED} lines</div>}
      <div
        className={wraps ? classes.broken : undefined}
        style={wraps ? undefined : { height: length * ROW, paddingTop: first * ROW }}
      >
        {rows}
      </div>
    </section>
  );
}

function placeOf(element: HTMLElement) {
  return { top: element.scrollTop, height: element.clientHeight || FIRST_HEIGHT };
}

function firstIn(view: { top: number; height: number }, length: number, follows: boolean): number {
  const top = follows ? Math.max(0, length * ROW - view.height) : view.top;
  return Math.max(0, Math.min(length, Math.floor(top / ROW)) - OVERSCAN);
}

interface LineProps extends Pick<Props, "start" | "titleOf" | "marked" | "wraps"> {
  line: LogLine;
}

const Line = memo(function Line({ line, start, titleOf, marked, wraps }: LineProps) {
  return (
    <div className={classes.row} data-wraps={wraps || undefined}>
      <span className={classes.time}>{line.at.slice(11, 19)}</span>
      {start && (
        <span className={classes.node} title={line.key ?? line.node ?? undefined}>
          {startOf(line, start, titleOf)}
        </span>
      )}
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
            {marked ? <Marked text={piece.text} marked={marked} /> : piece.text}
          </span>
        ))}
      </span>
    </div>
  );
});

function startOf(line: LogLine, start: "node" | "step" | "host", titleOf?: (node: string) => string): string {
  if (start === "step") return line.key || line.node || "";
  const host = line.target || line.host;
  if (start === "host" && host) return host;
  return line.node ? (titleOf?.(line.node) ?? line.node) : "";
}

function Marked({ text, marked }: { text: string; marked: string }) {
  const at = text.toLowerCase().indexOf(marked);
  if (at < 0) return text;
  const end = at + marked.length;
  return (
    <>
      {text.slice(0, at)}
      <mark className={classes.mark}>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}
