// DELETE /target-groups/:id. The targets that are in it stay.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export function useDeleteTargetGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: string }) =>
      client.json<void>(`/target-groups/${encodeURIComponent(id)}`, { method: "DELETE" }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["targets"] }),
  });
}
