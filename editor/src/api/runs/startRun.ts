// POST /flows/:id/run: starts a run of the stored flow.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Breakpoint } from "../../core/bench";
import type { JsonObject } from "../../core/document";
import { client } from "../client";

interface Input {
  flow: string;
  parameters: JsonObject;
  /** The start or trigger that it begins at; else the server chooses. */
  start?: string;
  priority?: number;
  /** Selectors of the machines it runs on: one run for each of them. */
  targets?: readonly string[];
  /** On how many of them at a time. */
  max_parallel_targets?: number;
  /** Outputs that stand in for nodes. */
  pins?: JsonObject;
  breakpoints?: readonly Breakpoint[];
  /** Stops before the first node. */
  pause?: boolean;
  /** A test by an editor, which an inactive flow takes too. */
  isTest?: boolean;
}

interface Answer {
  run_id: string;
  status: string;
}

function startRun({ flow, isTest, ...body }: Input): Promise<Answer> {
  return client.json(`/flows/${encodeURIComponent(flow)}/run${isTest ? "?test=true" : ""}`, {
    method: "POST",
    headers: { "Idempotency-Key": crypto.randomUUID() },
    body,
  });
}

export function useStartRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: startRun,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}
