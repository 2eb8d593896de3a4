// POST /auth/revoke-all: logs out everywhere, here too.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export function useEndAllSessions() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.logoutEverywhere(),
    onSuccess: () => queries.clear(),
  });
}
