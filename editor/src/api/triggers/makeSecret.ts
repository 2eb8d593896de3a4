// POST /flows/:id/triggers/:node/secret: makes a new secret for the callers of an address; the old one ends.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";
import { triggersKey } from "./listTriggers";

/** The secret is told once, and kept nowhere but where it is shown. */
export function useMakeSecret(flow: string, node: string) {
  const queries = useQueryClient();
  const path = `/flows/${encodeURIComponent(flow)}/triggers/${encodeURIComponent(node)}/secret`;
  return useMutation({
    mutationFn: () => client.json<{ secret: string }>(path, { method: "POST" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: triggersKey(flow) }),
    gcTime: 0,
  });
}
