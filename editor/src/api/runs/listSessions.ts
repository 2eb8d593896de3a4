// GET /runs/:id/sessions: the connections that a run has or had, the oldest first.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { client } from "../client";
import { type Page, query } from "../list";

export interface Session {
  id: string;
  protocol: string;
  /** Web servers are no targets. */
  target_id: string | null;
  peer: string;
  credential: string | null;
  state: "open" | "closed" | "lost";
  connection_established_at: string;
  connection_closed_at: string | null;
  commands_executed: number;
  files_transferred: number;
  total_bytes_transferred: number;
}

const PAGE = 200;
const PAUSE_MS = 2_000;

export function useSessions(run: string, isOver: boolean) {
  return useInfiniteQuery({
    queryKey: ["runs", "sessions", run, isOver],
    queryFn: ({ pageParam, signal }) =>
      client.get<Page<Session>>(
        `/runs/${encodeURIComponent(run)}/sessions${query({ cursor: pageParam, limit: PAGE })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    refetchInterval: isOver ? false : PAUSE_MS,
    placeholderData: keepPreviousData,
  });
}
