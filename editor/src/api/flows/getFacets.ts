// GET /flows/facets: which labels and categories flows have, and how many each.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface FlowFacets {
  labels: { name: string; count: number }[];
  categories: { name: string; count: number }[];
}

export function useFlowFacets() {
  return useQuery({
    queryKey: ["flows", "facets"],
    queryFn: ({ signal }) => client.get<FlowFacets>("/flows/facets", signal),
    placeholderData: keepPreviousData,
  });
}
