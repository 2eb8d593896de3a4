// GET /runs/:id: a run with the document it ran and the state of its nodes.
import { useQuery } from "@tanstack/react-query";
import type { RunDetail } from "../../core/run";
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
