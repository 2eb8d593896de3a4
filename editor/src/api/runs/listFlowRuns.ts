// GET /runs?flow=: the newest runs of a flow, to compare one with.
import { useQuery } from "@tanstack/react-query";
import type { RunItem } from "../../core/run";
import { client } from "../client";
import { type Page, query } from "../list";

export function useFlowRuns(flow: string | null | undefined, isOn = true) {
  return useQuery({
    queryKey: ["runs", "of-flow", flow],
    queryFn: ({ signal }) =>
      client.get<Page<RunItem>>(`/runs${query({ flow: flow ?? "", limit: 50 })}`, signal),
    select: (page) => page.items,
    enabled: isOn && Boolean(flow),
    refetchOnWindowFocus: false,
  });
}
