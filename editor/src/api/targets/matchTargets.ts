// POST /targets/match: which machines selectors mean.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../client";
import type { FoundTarget } from "./findTargets";

export interface TargetMatch {
  targets: FoundTarget[];
  total: number;
  /** Selectors that fit nothing. */
  unknown: string[];
}

export function useTargetMatch(selectors: readonly string[]) {
  return useQuery({
    queryKey: ["targets", "match", selectors],
    queryFn: ({ signal }) =>
      client.json<TargetMatch>("/targets/match", { method: "POST", body: { selectors }, signal }),
    enabled: selectors.length > 0,
    placeholderData: keepPreviousData,
  });
}
