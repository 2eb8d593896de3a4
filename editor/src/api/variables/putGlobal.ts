// PUT /variables/:name: sets a global variable, new or known.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Json } from "../../core/document";
import { client } from "../client";

export function usePutGlobal() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ name, value }: { name: string; value: Json }) =>
      client.json<unknown>(`/variables/${encodeURIComponent(name)}`, { method: "PUT", body: { value } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["globals"] }),
  });
}
