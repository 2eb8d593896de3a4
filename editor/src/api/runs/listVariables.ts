// GET /runs/:id/variables: what the flow's variables held.
import { useQuery } from "@tanstack/react-query";
import type { Variable } from "../../core/run";
import { client } from "../client";
import type { Page } from "../list";

export function useVariables(run: string, revision: string) {
  return useQuery({
    queryKey: ["variables", run, revision],
    queryFn: ({ signal }) => client.get<Page<Variable>>(`/runs/${encodeURIComponent(run)}/variables`, signal),
    refetchOnWindowFocus: false,
  });
}
