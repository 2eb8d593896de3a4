// The rounds of one loop, in figures: how many ended how, which failed with the same message, and where they are.
import type { Json } from "./document";

export interface Iteration {
  index: number;
  key: string;
  status: string;
  error?: string | { message: string } | null;
  started_at?: string | null;
  duration_us?: number | null;
  /** What the round was given. */
  item?: Json;
}

export interface FailureGroup {
  message: string;
  count: number;
  /** The index of the first round that failed so. */
  first: number;
}

export interface Bucket {
  from: number;
  /** The last index, itself included. */
  to: number;
  failed: number;
  running: number;
}

export interface Iterations {
  total: number | null;
  counts: { completed?: number; failed?: number; running?: number; skipped?: number };
  items: Iteration[];
  errors: FailureGroup[];
  buckets: Bucket[];
  next_cursor: string | null;
}

export interface IterationFilter {
  status?: string;
  search?: string;
}

const FAILED: ReadonlySet<string> = new Set(["failed", "error", "timed_out"]);

export function isFailure(status: string): boolean {
  return FAILED.has(status);
}

export function errorText(item: Pick<Iteration, "error">): string {
  return (typeof item.error === "string" ? item.error : item.error?.message) ?? "";
}

/** The round to go to from this one, or from none; failed ones only where that is wanted. */
export function neighbour(
  page: Pick<Iterations, "items" | "total">,
  index: number | null,
  by: 1 | -1,
  failedOnly: boolean,
): number | undefined {
  if (!failedOnly) {
    const next = index === null ? (by === 1 ? 0 : (page.total ?? 0) - 1) : index + by;
    return next >= 0 && next < (page.total ?? Number.POSITIVE_INFINITY) ? next : undefined;
  }
  const failed = page.items.filter((item) => isFailure(item.status)).map((item) => item.index);
  const ahead = failed.filter((item) => index === null || (by === 1 ? item > index : item < index));
  return by === 1 ? ahead[0] : ahead.at(-1);
}
