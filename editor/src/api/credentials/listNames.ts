// GET /credentials/names: what stored credentials are called; never what is in them.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface CredentialName {
  id: string;
  name: string;
  type: string;
}

export function useCredentialNames(isAsked: boolean) {
  return useQuery({
    queryKey: ["credentials", "names"],
    queryFn: ({ signal }) => client.get<{ items: CredentialName[] }>("/credentials/names", signal),
    select: (answer) => answer.items,
    enabled: isAsked,
  });
}
