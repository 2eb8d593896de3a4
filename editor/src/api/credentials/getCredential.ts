// GET /credentials/:id: what is told of one credential.
import { useQuery } from "@tanstack/react-query";
import type { Credential } from "../../core/credentials";
import { client } from "../client";

export function useCredential(id: string) {
  return useQuery({
    queryKey: ["credentials", "one", id],
    queryFn: ({ signal }) => client.get<Credential>(`/credentials/${encodeURIComponent(id)}`, signal),
    refetchOnMount: "always",
  });
}
