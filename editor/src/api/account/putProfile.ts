// PUT /auth/me: what one tells of oneself.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";
import { NOTIFICATIONS_KEY } from "./getNotifications";
import { PROFILE_KEY, type Profile } from "./getProfile";

export function usePutProfile() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { full_name: string; email: string }) =>
      client.json<Profile>("/auth/me", { method: "PUT", body }),
    onSuccess: (stored) => {
      queries.setQueryData(PROFILE_KEY, stored);
      // Where mail goes is part of that answer.
      queries.invalidateQueries({ queryKey: NOTIFICATIONS_KEY });
    },
  });
}
