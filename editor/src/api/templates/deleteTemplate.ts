// DELETE /templates/:id
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export function useDeleteTemplate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      client.json<void>(`/templates/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["templates", "list"] }),
  });
}
