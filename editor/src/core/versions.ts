// Which versions of a flow are compared, as the address of the page says it, and how well their runs went.

export const VERSIONS_SEARCH_NAMES = ["from", "to", "node"] as const;
export type VersionsSearch = { [name in (typeof VERSIONS_SEARCH_NAMES)[number]]?: string };

/** A node that the editor takes back from an older version as soon as it is open. */
export const RESTORE_SEARCH_NAMES = ["restore", "version", "node"] as const;
export type RestoreSearch = { [name in (typeof RESTORE_SEARCH_NAMES)[number]]?: string };

export interface Compared {
  from: number;
  to: number;
}

/** The two that are compared: those asked for, else the newest and the one before it. */
export function comparedOf(search: VersionsSearch, versions: readonly number[]): Compared | undefined {
  const [newest, before] = versions;
  if (newest === undefined || before === undefined) return undefined;
  const to = numberOf(search.to) ?? newest;
  const from = numberOf(search.from) ?? versions.find((version) => version < to) ?? before;
  return { from, to };
}

function numberOf(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}

export interface RunCounts {
  completed: number;
  failed: number;
  other: number;
}

/** "12 of 13 completed", or that nothing ran. */
export function runsText({ completed, failed, other }: RunCounts): string {
  const all = completed + failed + other;
  return all === 0 ? "No runs" : `${completed} of ${all} completed`;
}

const TAG = /^[A-Za-z0-9._-]{1,64}$/;

/** Why a text cannot be the name of a version. */
export function tagProblem(tag: string): string | undefined {
  return TAG.test(tag) ? undefined : "Use 1 to 64 letters, digits, dots, dashes and underscores.";
}
