// POST /auth/revoke-all: logs out everywhere, here too.
import { useMutation } from "@tanstack/react-query";
import { client } from "../client";

export function useEndAllSessions() {
  return useMutation({ mutationFn: () => client.logoutEverywhere() });
}
