// POST /credentials/:id/rotate: other secrets under the same id.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Credential } from "../../core/credentials";
import type { JsonObject } from "../../core/document";
import { client } from "../client";

export function useRotateCredential(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (fields: JsonObject) =>
      client.json<Credential>(`/credentials/${encodeURIComponent(id)}/rotate`, {
        method: "POST",
        body: { fields },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["credentials"] }),
    // What was sent holds secrets, which are kept nowhere.
    gcTime: 0,
  });
}
