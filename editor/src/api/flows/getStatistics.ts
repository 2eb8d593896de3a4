// GET /flows/:id/statistics: how a flow's runs of the last 30 days went.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface FlowStatistics {
  runs: number;
  completed: number;
  failed: number;
  cancelled: number;
  timed_out: number;
  /** Between 0 and 1; null while no run has ended. */
  success_rate: number | null;
  mean_ms: number | null;
  p95_ms: number | null;
  /** Its id. */
  last_run: string | null;
}

export function useStatistics(flow: string) {
  return useQuery({
    queryKey: ["flows", "statistics", flow],
    queryFn: ({ signal }) =>
      client.get<FlowStatistics>(`/flows/${encodeURIComponent(flow)}/statistics`, signal),
  });
}
