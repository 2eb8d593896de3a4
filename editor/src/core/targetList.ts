// What the addresses of the list of targets and of the list of their groups hold.

export interface TargetFilter {
  search?: string;
  os?: string;
  environment?: string;
  status?: string;
  tag?: string;
  /** Name or id of a group. */
  group?: string;
}

export interface TargetSearch extends TargetFilter {
  sort?: string;
  /** The target in the sheet over the list. */
  show?: string;
}

const FILTER_NAMES = [
  "search",
  "os",
  "environment",
  "status",
  "tag",
  "group",
] as const satisfies readonly (keyof TargetFilter)[];

export const TARGET_SEARCH_NAMES = [...FILTER_NAMES, "sort", "show"] as const;

/** No filter at all. */
export const EVERY_TARGET: TargetSearch = Object.fromEntries(FILTER_NAMES.map((name) => [name, undefined]));

export function targetFilterOf(search: TargetSearch): TargetFilter {
  return Object.fromEntries(FILTER_NAMES.flatMap((name) => (search[name] ? [[name, search[name]]] : [])));
}

export function isTargetFiltered(search: TargetSearch): boolean {
  return Object.keys(targetFilterOf(search)).length > 0;
}

/** As the server takes it. */
export function targetQuery({ search, os, ...rest }: TargetFilter): { [name: string]: string | undefined } {
  return { ...rest, q: search, os_type: os };
}

export interface GroupSearch {
  search?: string;
}

export const GROUP_SEARCH_NAMES = ["search"] as const satisfies readonly (keyof GroupSearch)[];
