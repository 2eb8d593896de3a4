// POST /flows/:id/run: starts a run of the stored flow.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { JsonObject } from "../../core/document";
import { client } from "../client";

interface Input {
  flow: string;
  parameters: JsonObject;
}

interface Answer {
  run_id: string;
  status: string;
}

function startRun({ flow, parameters }: Input): Promise<Answer> {
  return client.json(`/flows/${encodeURIComponent(flow)}/run`, {
    method: "POST",
    headers: { "Idempotency-Key": crypto.randomUUID() },
    body: { parameters },
  });
}

export function useStartRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: startRun,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}
