// GET /runs/:id/steps: what happened, step by step; all of a run or those of one node.
import { useQuery } from "@tanstack/react-query";
import type { Step } from "../../core/run";
import { client } from "../client";
import { type Page, query } from "../list";

export function listSteps(run: string, node: string | undefined, signal?: AbortSignal): Promise<Page<Step>> {
  return client.get(`/runs/${encodeURIComponent(run)}/steps${query({ node, limit: 200 })}`, signal);
}

/** `revision` changes when there may be more to read (a node's count, a run's end). */
export function useSteps(run: string, node: string | undefined, revision: string) {
  return useQuery({
    queryKey: ["steps", run, node ?? "", revision],
    queryFn: ({ signal }) => listSteps(run, node, signal),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === run && query.queryKey[2] === (node ?? "") ? previous : undefined,
    refetchOnWindowFocus: false,
  });
}
