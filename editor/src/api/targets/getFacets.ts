// GET /targets/facets: what targets have in common, and how many each.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../client";

interface Count {
  value: string;
  count: number;
}

export interface TargetFacets {
  os_type: Count[];
  environment: Count[];
  status: Count[];
  tag: Count[];
  group: { id: string; name: string; count: number }[];
}

/** `isAsked`: somebody is about to look. */
export function useTargetFacets(isAsked = true) {
  return useQuery({
    queryKey: ["targets", "facets"],
    queryFn: ({ signal }) => client.get<TargetFacets>("/targets/facets", signal),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
}
