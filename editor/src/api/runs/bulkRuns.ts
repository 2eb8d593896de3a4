// POST /runs/bulk: one act on many runs, with what became of each.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export type RunAct = "cancel" | "rerun" | "delete";

export interface BulkResult {
  id: string;
  ok: boolean;
  error?: string | null;
  new_id?: string | null;
}

export const MOST_AT_ONCE = 500;

export function useBulkRuns() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { action: RunAct; ids: string[] }) =>
      client.json<{ items: BulkResult[] }>("/runs/bulk", { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}
