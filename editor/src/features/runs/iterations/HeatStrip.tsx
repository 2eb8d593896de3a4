// All rounds of a loop in one strip: which failed, which go on. A click, or the arrow keys, choose one.
import { type KeyboardEvent, type MouseEvent, memo } from "react";
import type { Bucket } from "../../../core/iterations";
import classes from "./Iterations.module.css";

interface Props {
  name: string;
  buckets: readonly Bucket[];
  total: number;
  done: number;
  index: number | null;
  onChoose: (index: number) => void;
  /** Of a piece with failures, the first failed round. */
  onChooseFailed: (bucket: Bucket) => void;
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

export const HeatStrip = memo(function HeatStrip(props: Props) {
  const { name, buckets, total, done, index, onChoose, onChooseFailed } = props;
  const failed = buckets.reduce((sum, bucket) => sum + bucket.failed, 0);
  const choose = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = Math.min(0.9999, Math.max(0, (event.clientX - box.left) / box.width));
    const at = Math.floor(part * total);
    const bucket = buckets.find((item) => at >= item.from && at <= item.to);
    if (bucket && bucket.failed > 0 && bucket.to > bucket.from) onChooseFailed(bucket);
    else onChoose(at);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    const next =
      event.key === "Home"
        ? 0
        : event.key === "End"
          ? total - 1
          : step === undefined
            ? null
            : (index ?? -1) + step;
    if (next === null) return;
    event.preventDefault();
    onChoose(Math.max(0, Math.min(total - 1, next)));
  };
  return (
    <div
      className={classes.strip}
      role="slider"
      tabIndex={0}
      aria-label={`Rounds of ${name}`}
      aria-valuemin={1}
      aria-valuemax={total}
      aria-valuenow={index === null ? 1 : index + 1}
      aria-valuetext={
        index === null ? `All ${total} rounds, ${failed} failed` : `Round ${index + 1} of ${total}`
      }
      onClick={choose}
      onKeyDown={onKeyDown}
      data-testid="heat-strip"
    >
      <svg viewBox={`0 0 ${total} 1`} preserveAspectRatio="none" aria-hidden="true">
        {buckets.map((bucket) => (
          <rect
            key={bucket.from}
            x={bucket.from}
            y={0}
            width={bucket.to - bucket.from + 1}
            height={1}
            className={classes.piece}
            data-state={stateOf(bucket, done)}
          />
        ))}
      </svg>
      {index !== null && (
        <span className={classes.needle} style={{ left: `${((index + 0.5) / total) * 100}%` }} />
      )}
    </div>
  );
});

function stateOf(bucket: Bucket, done: number): string {
  if (bucket.failed > 0) return "failed";
  if (bucket.running > 0) return "running";
  return bucket.from < done ? "done" : "idle";
}
