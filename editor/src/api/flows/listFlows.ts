// GET /flows: one page of flows, newest change first.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { client } from "../client";
import { type Page, query } from "../list";
import type { FlowItem } from "./types";

function listFlows(
  search: string,
  cursor: string | undefined,
  signal?: AbortSignal,
): Promise<Page<FlowItem>> {
  return client.get(`/flows${query({ search, cursor, limit: 50 })}`, signal);
}

export function useFlows(search: string) {
  return useInfiniteQuery({
    queryKey: ["flows", search],
    queryFn: ({ pageParam, signal }) => listFlows(search, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
