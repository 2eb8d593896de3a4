// One row of the timeline: a step or a round, its wait and its time.
import IconChevronRight from "@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs";
import { levelsOf } from "../../../core/activation";
import { formatDuration } from "../../../core/format";
import type { Bar } from "../../../core/timeline";
import { StatusMark } from "../../../ui/StatusMark";
import { statusLook } from "../../../ui/status";
import classes from "./Timeline.module.css";

interface Props {
  bar: Bar;
  top: number;
  from: number;
  to: number;
  at: number | null;
  title: string;
  /** Left out where nothing stands under it. */
  isOpen?: boolean;
  onToggle: () => void;
  onChoose: () => void;
}

export function BarRow({ bar, top, from, to, at, title, isOpen, onToggle, onChoose }: Props) {
  const { step, start, end, ready, depth, isCritical } = bar;
  const place = (time: number) => `${((time - from) / (to - from)) * 100}%`;
  const width = (first: number, last: number) => `max(2px, ${((last - first) / (to - from)) * 100}%)`;
  const isRound = step.kind === "region";
  const name = isRound ? roundName(step.key) : title;
  const look = statusLook(step.status);
  const took = formatDuration(end - start);
  const waited = ready < start ? `, waited ${formatDuration(start - ready)}` : "";
  return (
    <div className={classes.row} style={{ top }} data-testid="timeline-row">
      <span className={classes.label} style={{ paddingLeft: 6 + depth * 8 }}>
        {isOpen === undefined ? (
          <span className={classes.gap} />
        ) : (
          <button
            type="button"
            className={classes.toggle}
            aria-expanded={isOpen}
            aria-label={`${isOpen ? "Close" : "Open"} ${name}`}
            onClick={onToggle}
          >
            <IconChevronRight size={14} className={isOpen ? classes.open : undefined} aria-hidden="true" />
          </button>
        )}
        <button
          type="button"
          className={classes.name}
          onClick={onChoose}
          aria-label={`${name}, ${look.label}, ${took}${waited}${isCritical ? ", on the longest path" : ""}`}
        >
          <StatusMark status={step.status} size={12} decorative />
          <span className={classes.nameText} data-round={isRound || undefined}>
            {name}
          </span>
        </button>
      </span>
      <span className={classes.track} title={`${name}: ${took}${waited}`} aria-hidden="true">
        {ready < start && (
          <span className={classes.wait} style={{ left: place(ready), width: width(ready, start) }} />
        )}
        <span
          className={classes.bar}
          data-critical={isCritical || undefined}
          data-round={isRound || undefined}
          style={
            {
              "--st": `var(--oc-st-${look.token})`,
              left: `min(${place(start)}, calc(100% - 2px))`,
              width: width(start, end),
            } as React.CSSProperties
          }
        />
        {at !== null && (
          <span className={classes.moment} style={{ left: place(Math.min(to, Math.max(from, at))) }} />
        )}
      </span>
      <span className={classes.time} aria-hidden="true">
        {took}
      </span>
    </div>
  );
}

/** Rounds have numbers, branches names. */
function roundName(key: string): string {
  const level = levelsOf(key).at(-1);
  return level?.index === null ? `Branch ${level.label}` : `Round ${level?.label}`;
}
