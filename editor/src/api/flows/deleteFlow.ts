// DELETE /flows/:id
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

function deleteFlow({ id }: { id: string }): Promise<void> {
  return client.json(`/flows/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export function useDeleteFlow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: deleteFlow,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["flows"] }),
  });
}
