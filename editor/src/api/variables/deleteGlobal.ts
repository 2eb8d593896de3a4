// DELETE /variables/:name
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export function useDeleteGlobal() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (name: string) =>
      client.json<void>(`/variables/${encodeURIComponent(name)}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["globals"] }),
  });
}
