// GET /credentials/:id/usage: which targets and which nodes of flows sign in with it.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface CredentialUsage {
  targets: { id: string; name: string }[];
  flows: { id: string; name: string; nodes: string[] }[];
}

/** Of no credential, nothing is asked. */
export function useCredentialUsage(id: string | undefined) {
  return useQuery({
    queryKey: ["credentials", "usage", id],
    queryFn: ({ signal }) =>
      client.get<CredentialUsage>(`/credentials/${encodeURIComponent(id ?? "")}/usage`, signal),
    enabled: id !== undefined,
  });
}
