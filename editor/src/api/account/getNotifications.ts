// GET /auth/me/notifications: which ends of one's own runs one is told of, and whether mail gets there.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

/** Of which ends one wants to be told. */
export type RunEnds = "off" | "failed" | "succeeded" | "ended";

export interface Notifications {
  runs: RunEnds;
  /** The address of one's profile. */
  email: string | null;
  /** Whether this server can send mail at all. */
  available: boolean;
}

export const NOTIFICATIONS_KEY = ["notifications"];

export function useNotifications() {
  return useQuery({
    queryKey: NOTIFICATIONS_KEY,
    queryFn: ({ signal }) => client.get<Notifications>("/auth/me/notifications", signal),
  });
}
