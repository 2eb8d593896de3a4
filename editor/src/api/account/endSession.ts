// DELETE /auth/sessions/:id: logs out elsewhere. One that has ended meanwhile is as good.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";
import { ApiError } from "../problem";
import { SESSIONS_KEY } from "./listSessions";

export function useEndSession() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      try {
        await client.json<void>(`/auth/sessions/${encodeURIComponent(id)}`, { method: "DELETE" });
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 404)) throw error;
      }
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: SESSIONS_KEY }),
  });
}
