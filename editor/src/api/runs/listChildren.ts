// GET /runs/:id/children: the runs that a run started, with how many of them ended how.
import { useInfiniteQuery } from "@tanstack/react-query";
import type { RunItem } from "../../core/run";
import { client } from "../client";
import { type Page, query } from "../list";

interface Children extends Page<RunItem> {
  totals?: { [status: string]: number };
}

export function useChildren(run: string, revision: string) {
  return useInfiniteQuery({
    queryKey: ["runs", "children", run, revision],
    queryFn: ({ pageParam, signal }) =>
      client.get<Children>(
        `/runs/${encodeURIComponent(run)}/children${query({ cursor: pageParam, limit: 50 })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
