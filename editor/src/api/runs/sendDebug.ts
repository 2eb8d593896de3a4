// POST /runs/:id/debug: pauses a run, or lets it go on.
import { useMutation } from "@tanstack/react-query";
import type { VariableEdit } from "../../core/bench";
import type { Json } from "../../core/document";
import { client } from "../client";

export type DebugOrder = "pause" | "continue" | "step_over" | "step_into" | "step_out" | "run_to";

interface Input {
  run: string;
  command: DebugOrder;
  node?: string;
  variables?: readonly VariableEdit[];
  payload?: Json;
}

export function useSendDebug() {
  return useMutation({
    mutationFn: ({ run, ...body }: Input) =>
      client.json<unknown>(`/runs/${encodeURIComponent(run)}/debug`, { method: "POST", body }),
  });
}
