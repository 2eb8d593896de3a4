// GET /credentials/types: which kinds of credentials there are, and what each asks for.
import { useQuery } from "@tanstack/react-query";
import type { CredentialType } from "../../core/credentials";
import { client } from "../client";

export function useCredentialTypes() {
  return useQuery({
    queryKey: ["credentials", "types"],
    queryFn: ({ signal }) => client.get<{ items: CredentialType[] }>("/credentials/types", signal),
    select: ({ items }) => items,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
