// GET /runs/:id/children: the runs that a run started, with how many of them ended how.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { RunItem } from "../../core/run";
import { client } from "../client";
import { type Page, query } from "../list";

interface Children extends Page<RunItem> {
  /** Of all of them, whatever was asked for. */
  totals?: { [status: string]: number };
}

interface Options {
  /** Only those; all where none is said. */
  status?: string;
  /** Nothing changes any more. */
  isOver: boolean;
  isAsked?: boolean;
}

const PAGE = 100;
const PAUSE_MS = 2_000;

export function useChildren(run: string, { status, isOver, isAsked = true }: Options) {
  return useInfiniteQuery({
    queryKey: ["runs", "children", run, status, isOver],
    queryFn: ({ pageParam, signal }) =>
      client.get<Children>(
        `/runs/${encodeURIComponent(run)}/children${query({ status, cursor: pageParam, limit: PAGE })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    enabled: isAsked,
    refetchInterval: isOver ? false : PAUSE_MS,
    placeholderData: keepPreviousData,
  });
}
