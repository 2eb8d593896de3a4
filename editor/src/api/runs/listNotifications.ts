// GET /runs/:id/notifications: who was told of the end of a run, and whether that went out.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";
import type { Page } from "../list";

export interface RunNotification {
  id: string;
  channel: string;
  /** Empty where the address may be a secret. */
  to: string[];
  state: "pending" | "sent" | "failed";
  attempts: number;
  created_at: string;
  sent_at: string | null;
  next_try_at: string | null;
  error: string | null;
}

const PAUSE_MS = 5_000;

/** Of a run that is over: before that there are none. */
export function useRunNotifications(run: string) {
  return useQuery({
    queryKey: ["runs", "notifications", run],
    queryFn: ({ signal }) =>
      client.get<Page<RunNotification>>(`/runs/${encodeURIComponent(run)}/notifications`, signal),
    select: (page) => page.items,
    refetchInterval: ({ state }) =>
      state.data?.items.some((item) => item.state === "pending") ? PAUSE_MS : false,
  });
}
