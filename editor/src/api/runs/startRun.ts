// POST /flows/:id/run: starts a run of the stored flow.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Breakpoint } from "../../core/bench";
import type { JsonObject } from "../../core/document";
import { client } from "../client";
import { getRun } from "./getRun";

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

interface Started {
  runId: string;
  /** It starts a run on each of several machines. */
  isOnMany: boolean;
}

async function startRun({ flow, isTest, ...body }: Input): Promise<Started> {
  const path = `/flows/${encodeURIComponent(flow)}/run${isTest ? "?test=true" : ""}`;
  const { run_id: runId } = await client.json<Answer>(path, {
    method: "POST",
    headers: { "Idempotency-Key": crypto.randomUUID() },
    body,
  });
  return { runId, isOnMany: body.targets !== undefined && (await isOnMany(runId)) };
}

async function isOnMany(runId: string): Promise<boolean> {
  const run = await getRun(runId).catch(() => undefined);
  return (run?.target_count ?? 0) > 0;
}

/** It is pending until it is known how the run is to be shown, so that nobody starts it twice. */
export function useStartRun() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: startRun,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["runs"] }),
    // What is secret among the parameters is kept nowhere.
    gcTime: 0,
  });
}
