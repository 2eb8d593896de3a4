// Which runs a list shows, as the address of the page holds it and as the server is asked for it.
import type { RunItem } from "./run";

export interface RunFilter {
  /** One or several, with commas between. */
  status?: string;
  flow?: string;
  parent?: string;
  trigger?: string;
  user?: string;
  version?: string;
  /** A machine, by name or id. */
  target?: string;
  search?: string;
  /** The last so many hours or days, such as "24h" or "7d". */
  since?: string;
  from?: string;
  to?: string;
}

/** What the address of the list holds. */
export interface RunListSearch extends RunFilter {
  sort?: string;
  /** How many pages are shown. */
  page?: string;
  /** Ids, with commas between. */
  selected?: string;
}

export const RUN_FILTER_NAMES = [
  "status",
  "flow",
  "parent",
  "trigger",
  "user",
  "version",
  "target",
  "search",
  "since",
  "from",
  "to",
] as const satisfies readonly (keyof RunFilter)[];

export const RUN_SEARCH_NAMES = [...RUN_FILTER_NAMES, "sort", "page", "selected"] as const;

export const RANGES = [
  { value: "1h", label: "Last hour" },
  { value: "24h", label: "Last 24 hours" },
  { value: "7d", label: "Last 7 days" },
  { value: "30d", label: "Last 30 days" },
] as const;

const HOUR = 3_600_000;

/** How long "24h" or "7d" is. */
export function rangeMs(range: string | undefined): number | undefined {
  const match = /^(\d{1,4})([hd])$/.exec(range ?? "");
  if (!match) return undefined;
  return Number(match[1]) * (match[2] === "d" ? 24 * HOUR : HOUR);
}

export function listOf(text: string | undefined): string[] {
  return (text ?? "").split(",").filter(Boolean);
}

export function textOf(values: readonly string[]): string | undefined {
  return values.length > 0 ? values.join(",") : undefined;
}

/** Adds the value, or takes it out when it is there. */
export function toggled(text: string | undefined, value: string): string | undefined {
  const values = listOf(text);
  return textOf(values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
}

/** Only the filter, without how it is sorted and what is selected. */
export function filterOf(search: RunListSearch): RunFilter {
  const entries = RUN_FILTER_NAMES.flatMap((name) => (search[name] ? [[name, search[name]] as const] : []));
  return Object.fromEntries(entries);
}

export function isFiltered(search: RunListSearch): boolean {
  return Object.keys(filterOf(search)).length > 0;
}

/** As the server takes it. */
export function runQuery(filter: RunFilter, now: number): { [name: string]: string | string[] | undefined } {
  const { status, since, from, to, ...rest } = filterOf(filter);
  const span = rangeMs(since);
  return {
    ...rest,
    status: listOf(status),
    from: span === undefined ? from : new Date(now - span).toISOString(),
    to: span === undefined ? to : undefined,
  };
}

export const RUN_COLUMNS: readonly [string, (run: RunItem) => string | number | null | undefined][] = [
  ["id", (run) => run.id],
  ["status", (run) => run.status],
  ["flow", (run) => run.flow_name],
  ["flow_id", (run) => run.flow_id],
  ["version", (run) => run.flow_version],
  ["target", (run) => run.target?.name],
  ["trigger", (run) => run.trigger],
  ["user", (run) => run.created_by],
  ["created_at", (run) => run.created_at],
  ["started_at", (run) => run.started_at],
  ["finished_at", (run) => run.finished_at],
  ["duration_ms", (run) => run.duration_ms],
  ["steps_completed", (run) => run.steps?.completed],
  ["steps_failed", (run) => run.steps?.failed],
  ["error", (run) => run.error?.message],
];
