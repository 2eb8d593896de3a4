// POST /credentials and PUT /credentials/:id: keeps a credential, new or known. A secret that is left out stays.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Credential } from "../../core/credentials";
import type { JsonObject } from "../../core/document";
import { type Stored, save } from "../save";

interface Draft {
  stored: Stored | undefined;
  type: string;
  name: string;
  description: string;
  fields: JsonObject;
}

export function useSaveCredential() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ stored, type, ...body }: Draft) =>
      save<Credential>("/credentials", stored, body, { type }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["credentials"] }),
    // What was sent holds secrets, which are kept nowhere.
    gcTime: 0,
  });
}
