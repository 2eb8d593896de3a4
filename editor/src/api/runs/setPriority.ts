// PATCH /runs/:id: changes how soon a waiting run is started.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export const LEAST_PRIORITY = -100;
export const MOST_PRIORITY = 100;

export function useSetPriority() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ run, priority }: { run: string; priority: number }) =>
      client.json<unknown>(`/runs/${encodeURIComponent(run)}`, { method: "PATCH", body: { priority } }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}
