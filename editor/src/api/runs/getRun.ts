// GET /runs/:id: a run with the document it ran and the state of its nodes.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { isEnded, type RunDetail } from "../../core/run";
import { client } from "../client";

export function getRun(id: string, signal?: AbortSignal): Promise<RunDetail> {
  return client.get(`/runs/${encodeURIComponent(id)}`, signal);
}

export function useRun(id: string) {
  return useQuery({
    queryKey: ["run", id],
    queryFn: ({ signal }) => getRun(id, signal),
    refetchOnWindowFocus: false,
  });
}

const PAUSE_MS = 2_000;

/** The run as the server has it, again and again until it has ended. */
export function useRunToItsEnd(id: string) {
  return useQuery({
    queryKey: ["run", id],
    queryFn: ({ signal }) => getRun(id, signal),
    refetchInterval: ({ state: { data } }) => (data && isEnded(data.status) ? false : PAUSE_MS),
    refetchOnWindowFocus: false,
  });
}

/** On how many machines the run starts others; 0 where it starts none for machines. */
export function useTargetCount(id: string): number {
  const queries = useQueryClient();
  const run = useQuery({
    queryKey: ["run", id, "targets"],
    queryFn: ({ signal }) => getRun(id, signal),
    initialData: () => queries.getQueryData<RunDetail>(["run", id]),
    select: ({ target_count: count }) => count ?? 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return run.data ?? 0;
}
