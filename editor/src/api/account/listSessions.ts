// GET /auth/sessions: where one is logged in.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";
import type { Page } from "../list";

export interface Session {
  id: string;
  /** What the client calls itself. */
  device: string | null;
  address: string | null;
  created_at: string;
  last_used_at: string;
  is_current: boolean;
}

export const SESSIONS_KEY = ["sessions"];

export function useSessions() {
  return useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: ({ signal }) => client.get<Page<Session>>("/auth/sessions", signal),
    select: (page) => page.items,
  });
}
