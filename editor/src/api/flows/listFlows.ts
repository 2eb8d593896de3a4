// GET /flows: one page of flows, newest change first unless it is told otherwise.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { client } from "../client";
import { type Page, query } from "../list";
import type { FlowItem } from "./types";

export interface FlowFilter {
  search?: string;
  label?: string[];
  category?: string;
  active?: string;
  sort?: string;
}

const PAGE = 100;

export function listFlows(
  filter: FlowFilter,
  { cursor, limit = PAGE }: { cursor?: string; limit?: number } = {},
  signal?: AbortSignal,
): Promise<Page<FlowItem>> {
  return client.get(`/flows${query({ ...filter, cursor, limit })}`, signal);
}

export function useFlowList(filter: FlowFilter) {
  return useInfiniteQuery({
    queryKey: ["flows", filter],
    queryFn: ({ pageParam, signal }) => listFlows(filter, { cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function useFlows(search: string) {
  return useFlowList({ search: search || undefined });
}
