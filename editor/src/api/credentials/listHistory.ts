// GET /credentials/:id/history: who made, changed and rotated it, and which runs used it; the latest first.
import { useInfiniteQuery } from "@tanstack/react-query";
import { client } from "../client";
import { type Page, query } from "../list";

export interface CredentialEvent {
  at: string;
  by: string | null;
  action: "create" | "update" | "rotate" | "use";
  details: { run?: string; node?: string; purpose?: string };
}

export function useCredentialHistory(id: string) {
  return useInfiniteQuery({
    queryKey: ["credentials", "history", id],
    queryFn: ({ pageParam, signal }) =>
      client.get<Page<CredentialEvent>>(
        `/credentials/${encodeURIComponent(id)}/history${query({ cursor: pageParam })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}
