// POST /runs/:id/retry: takes the same run up again where it stopped.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { VariableEdit } from "../../core/bench";
import type { Json } from "../../core/document";
import { client } from "../client";

interface Input {
  run: string;
  /** The key of the step to go on from; left out, the one that failed. */
  from?: string;
  variables?: readonly VariableEdit[];
  payload?: Json;
}

export function useRetry() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ run, ...body }: Input) =>
      client.json<unknown>(`/runs/${encodeURIComponent(run)}/retry`, { method: "POST", body }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}
