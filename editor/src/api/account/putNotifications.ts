// PUT /auth/me/notifications: which ends of one's own runs one wants to be told of.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";
import { isCode } from "../problem";
import { NOTIFICATIONS_KEY, type Notifications, type RunEnds } from "./getNotifications";

export function usePutNotifications() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (runs: RunEnds) =>
      client.json<Notifications>("/auth/me/notifications", { method: "PUT", body: { runs } }),
    onSuccess: (stored) => queries.setQueryData(NOTIFICATIONS_KEY, stored),
    onError: (error) => {
      if (isCode(error, "no_email")) queries.invalidateQueries({ queryKey: NOTIFICATIONS_KEY });
    },
  });
}
