// GET /runs: one page of runs.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { RunItem } from "../../core/run";
import { type RunFilter, runQuery } from "../../core/runFilter";
import { client } from "../client";
import { type Page, query } from "../list";

const PAGE = 100;

export function listRuns(
  filter: RunFilter,
  { cursor, sort, limit = PAGE }: { cursor?: string; sort?: string; limit?: number } = {},
  signal?: AbortSignal,
): Promise<Page<RunItem>> {
  return client.get(`/runs${query({ ...runQuery(filter, Date.now()), sort, cursor, limit })}`, signal);
}

export function useRuns(filter: RunFilter, sort?: string) {
  return useInfiniteQuery({
    queryKey: ["runs", filter, sort],
    queryFn: ({ pageParam, signal }) => listRuns(filter, { cursor: pageParam, sort }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
