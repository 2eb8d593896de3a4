// GET /runs: one page of runs, newest first.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { RunItem } from "../../core/run";
import { client } from "../client";
import { type Page, query } from "../list";

export interface RunFilter {
  flow?: string;
  status?: string;
  parent?: string;
}

function listRuns(
  filter: RunFilter,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<Page<RunItem>> {
  return client.get(`/runs${query({ ...filter, cursor, limit: 50 })}`, signal);
}

export function useRuns(filter: RunFilter) {
  return useInfiniteQuery({
    queryKey: ["runs", filter],
    queryFn: ({ pageParam, signal }) => listRuns(filter, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
