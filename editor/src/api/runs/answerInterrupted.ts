// POST /runs/:id/interrupted: says how an interrupted step ended.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Json } from "../../core/document";
import { client } from "../client";

export interface InterruptedAnswer {
  run: string;
  key: string;
  /** "retry": run it again; "done": it did its work, with this result; "fail": it did not, and the run stays failed. */
  answer: "retry" | "done" | "fail";
  result?: Json;
}

export function useAnswerInterrupted() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ run, ...body }: InterruptedAnswer) =>
      client.json<unknown>(`/runs/${encodeURIComponent(run)}/interrupted`, { method: "POST", body }),
    onSettled: (_data, _error, { run }) => queries.invalidateQueries({ queryKey: ["interrupted", run] }),
  });
}
