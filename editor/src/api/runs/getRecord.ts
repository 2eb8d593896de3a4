// What a run leaves to try expressions with: its steps, variables and parameters, in one go.
import { useQuery } from "@tanstack/react-query";
import type { RunItem, Step, Variable } from "../../core/run";
import { fromRun, NO_SAMPLE, type Sample } from "../../core/sample";
import { client } from "../client";
import { type Page, query } from "../list";
import { getRun } from "./getRun";

async function getRecord(id: string, signal?: AbortSignal): Promise<Sample> {
  const path = `/runs/${encodeURIComponent(id)}`;
  const [run, steps, variables] = await Promise.all([
    getRun(id, signal),
    client.get<Page<Step>>(`${path}/steps${query({ limit: 500 })}`, signal),
    client.get<Page<Variable>>(`${path}/variables`, signal),
  ]);
  return fromRun({ steps: steps.items, variables: variables.items, parameters: run.parameters });
}

/** `revision` changes when the run has gone further. */
export function useRecord(id: string | undefined, revision: string) {
  return useQuery({
    queryKey: ["run-record", id ?? "", revision],
    queryFn: ({ signal }) => (id === undefined ? NO_SAMPLE : getRecord(id, signal)),
    enabled: id !== undefined,
    placeholderData: (previous, before) => (before?.queryKey[1] === id ? previous : undefined),
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
}

/** The newest runs of a flow, to choose one from. */
export function useNewestRuns(flow: string, revision: string) {
  return useQuery({
    queryKey: ["newest-runs", flow, revision],
    queryFn: ({ signal }) => client.get<Page<RunItem>>(`/runs${query({ flow, limit: 20 })}`, signal),
    placeholderData: (previous, before) => (before?.queryKey[1] === flow ? previous : undefined),
    select: (page) => page.items,
    refetchOnWindowFocus: false,
  });
}
