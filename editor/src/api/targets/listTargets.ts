// GET /targets: one page of targets, by name unless it is told otherwise.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type TargetFilter, targetQuery } from "../../core/targetList";
import type { Target } from "../../core/targets";
import { client } from "../client";
import { type Page, query } from "../list";

const PAGE = 100;

export function useTargets(filter: TargetFilter, sort?: string) {
  return useInfiniteQuery({
    queryKey: ["targets", "list", filter, sort],
    queryFn: ({ pageParam, signal }) =>
      client.get<Page<Target>>(
        `/targets${query({ ...targetQuery(filter), sort, cursor: pageParam, limit: PAGE })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
