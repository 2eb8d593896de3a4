// GET /runs/:id/debug: breakpoints, and what can be seen where a run is paused.
import { useQuery } from "@tanstack/react-query";
import type { Breakpoint } from "../../core/bench";
import type { Json } from "../../core/document";
import { client } from "../client";

/** Of a run that is not back in memory yet, only the key is known. */
export interface Paused {
  key: string;
  node?: string;
  message: Json;
  variables: Json;
  nodes: Json;
}

export interface DebugState {
  breakpoints: Breakpoint[];
  paused: Paused | null;
  pause_requested?: boolean;
}

export function getDebug(run: string, signal?: AbortSignal): Promise<DebugState> {
  return client.get(`/runs/${encodeURIComponent(run)}/debug`, signal);
}

export function isBack(paused: Paused): boolean {
  return paused.node !== undefined;
}

/** `place` is the key of the step the run is held at; each place is read once. */
export function useDebug(run: string, place: string) {
  return useQuery({
    queryKey: ["debug", run, place],
    queryFn: ({ signal }) => getDebug(run, signal),
    refetchInterval: ({ state }) => (state.data?.paused && !isBack(state.data.paused) ? 1000 : false),
    refetchOnWindowFocus: false,
  });
}
