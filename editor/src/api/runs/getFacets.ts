// GET /runs/facets: how many runs of a filter have which state, flow, trigger, user and target.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RunFilter, runQuery } from "../../core/runFilter";
import { client } from "../client";
import { query } from "../list";

export interface RunFacets {
  status: { value: string; count: number }[];
  flow: { id: string; name: string; count: number }[];
  trigger: { value: string; count: number }[];
  user: { value: string; count: number }[];
  target?: { id: string; name: string; count: number }[];
}

export function useRunFacets(filter: RunFilter) {
  return useQuery({
    queryKey: ["runs", "facets", filter],
    queryFn: ({ signal }) =>
      client.get<RunFacets>(`/runs/facets${query(runQuery(filter, Date.now()))}`, signal),
    placeholderData: keepPreviousData,
  });
}
