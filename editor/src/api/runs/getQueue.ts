// GET /runs/queue: what runs, what waits, and how much may.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface QueueState {
  running: number;
  pending: number;
  parked: number;
  paused: number;
  at_once: number;
  queue_limit: number;
  /** The flows with the most runs. */
  flows: { flow_id: string | null; name: string; running: number; pending: number }[];
}

/** Read again with the list of runs, whenever a run changes. */
export function useQueue() {
  return useQuery({
    queryKey: ["runs", "queue"],
    queryFn: ({ signal }) => client.get<QueueState>("/runs/queue", signal),
    placeholderData: keepPreviousData,
  });
}
