// GET /flows/:id: a flow with its document.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";
import type { FlowDetail } from "./types";

export function getFlow(id: string, signal?: AbortSignal): Promise<FlowDetail> {
  return client.get(`/flows/${encodeURIComponent(id)}`, signal);
}

/** Read once when the editor opens; afterwards the editor's store is the truth. */
export function useFlow(id: string) {
  return useQuery({
    queryKey: ["flow", id],
    queryFn: ({ signal }) => getFlow(id, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    structuralSharing: false,
  });
}
