// Bars of a count over time, and the span of time between two of them.

interface Counts {
  from: string;
  completed: number;
  failed: number;
  other: number;
}

interface Timeline {
  to: string;
  buckets: readonly Counts[];
}

export interface Span {
  from: string;
  to: string;
}

export interface Bar {
  index: number;
  part: "completed" | "other" | "failed";
  y: number;
  height: number;
}

const PARTS = ["completed", "other", "failed"] as const;
/** A single failure beside a thousand good runs is still to be seen. */
const LEAST = 3;

/** Stacked, failures on top. */
export function barsOf({ buckets }: Timeline, height: number): Bar[] {
  const most = Math.max(1, ...buckets.map((one) => one.completed + one.failed + one.other));
  return buckets.flatMap((bucket, index) => {
    let y = height;
    return PARTS.flatMap((part) => {
      const count = bucket[part];
      if (count === 0) return [];
      const high = Math.max(LEAST, (count / most) * (height - 2 * LEAST));
      y -= high;
      return [{ index, part, y, height: high }];
    });
  });
}

/** From the start of the first bar to the end of the last, in whatever order they are named. */
export function spanOf({ to, buckets }: Timeline, one: number, other: number): Span {
  const [first, last] = [Math.min(one, other), Math.max(one, other)];
  return { from: buckets[first]?.from ?? to, to: buckets[last + 1]?.from ?? to };
}
