// POST /runs/:id/rerun: a new run with the values of an old one, or with others.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Json, JsonObject } from "../../core/document";
import { client } from "../client";

interface Input {
  run: string;
  version: "same" | "latest";
  /** Left out, the old run's values hold. */
  parameters?: JsonObject;
  input?: Json;
  /** Of a run on several machines: only on those where it did not complete. */
  failed_targets?: true;
}

export function useRerun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ run, ...body }: Input) =>
      client.json<{ run_id: string }>(`/runs/${encodeURIComponent(run)}/rerun`, { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}
