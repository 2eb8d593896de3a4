// GET /dashboard: what needs somebody, what runs, and how the last day went.
import { useQuery } from "@tanstack/react-query";
import type { RunItem } from "../../core/run";
import { client } from "../client";

export interface Need {
  kind: "approval" | "failed_run" | "interrupted" | "paused";
  run_id: string;
  flow_id: string | null;
  flow_name: string;
  at: string;
  message?: string | null;
}

/** A run that a schedule will start. */
export interface NextRun {
  flow_id: string;
  flow_name: string;
  at: string;
}

export interface FlowDay {
  id: string;
  name: string;
  hours: { completed: number; failed: number }[];
}

export interface Dashboard {
  running: number;
  waiting: number;
  queued: number;
  failed_24h: number;
  completed_24h: number;
  needs_you: Need[];
  flows: FlowDay[];
  recent: RunItem[];
  /** The soonest first; older servers do not say. */
  next?: NextRun[];
}

/** Under the key of runs: read again whenever a run changes. */
export function useDashboard() {
  return useQuery({
    queryKey: ["runs", "dashboard"],
    queryFn: ({ signal }) => client.get<Dashboard>("/dashboard", signal),
    refetchInterval: 60_000,
  });
}
