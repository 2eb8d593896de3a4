// What the address of the list of flows holds.
import type { FlowDocument } from "./document";
import { BUNDLE_FORMAT, type FlowBundle } from "./flowBundle";

export interface FlowListSearch {
  search?: string;
  /** Labels, with commas between; a flow has all of them. */
  label?: string;
  category?: string;
  /** "true" or "false". */
  active?: string;
  sort?: string;
  /** The flow in the pane beside the list. */
  preview?: string;
  /** Ids, with commas between. */
  selected?: string;
  /** Opens the dialog for a new flow at this choice. */
  new?: string;
}

export const FLOW_SEARCH_NAMES = [
  "search",
  "label",
  "category",
  "active",
  "sort",
  "preview",
  "selected",
  "new",
] as const satisfies readonly (keyof FlowListSearch)[];

export function isFlowFiltered({ search, label, category, active }: FlowListSearch): boolean {
  return [search, label, category, active].some((value) => value !== undefined);
}

/** One flow is a file that every version can read; several are a bundle. */
export function fileOf(flows: readonly FlowDocument[]): { name: string; value: FlowDocument | FlowBundle } {
  const [first] = flows;
  if (first && flows.length === 1) {
    return { name: `${first.name.replaceAll(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.json`, value: first };
  }
  return { name: "flows.json", value: { format: BUNDLE_FORMAT, format_version: 1, flows: [...flows] } };
}
