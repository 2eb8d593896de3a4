// GET /target-groups: one page of groups of targets, by name.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { TargetGroup } from "../../core/targets";
import { client } from "../client";
import { type Page, query } from "../list";

const PAGE = 100;

export function useTargetGroups(q: string | undefined) {
  return useInfiniteQuery({
    queryKey: ["targets", "groups", q],
    queryFn: ({ pageParam, signal }) =>
      client.get<Page<TargetGroup>>(`/target-groups${query({ q, cursor: pageParam, limit: PAGE })}`, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
