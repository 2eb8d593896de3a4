// GET /runs/:id/debug: breakpoints, and what can be seen where a run is paused.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Breakpoint } from "../../core/bench";
import type { Json } from "../../core/document";
import { client } from "../client";

export interface DebugState {
  breakpoints: Breakpoint[];
  paused: { key: string; node: string; message: Json; variables: Json; nodes: Json } | null;
  pause_requested?: boolean;
}

export function getDebug(run: string, signal?: AbortSignal): Promise<DebugState> {
  return client.get(`/runs/${encodeURIComponent(run)}/debug`, signal);
}

/** `place` is the key of the step the run is held at; each place is read once. */
export function useDebug(run: string, place: string) {
  return useQuery({
    queryKey: ["debug", run, place],
    queryFn: ({ signal }) => getDebug(run, signal),
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
}
