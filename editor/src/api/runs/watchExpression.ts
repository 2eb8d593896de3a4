// POST /runs/:id/debug/watch: the value of an expression where a run is paused.
import { useQuery } from "@tanstack/react-query";
import type { Json } from "../../core/document";
import { client } from "../client";

export function useWatch(run: string, place: string, expression: string) {
  return useQuery({
    queryKey: ["watch", run, place, expression],
    queryFn: ({ signal }) =>
      client.json<{ value: Json }>(`/runs/${encodeURIComponent(run)}/debug/watch`, {
        method: "POST",
        body: { expression },
        signal,
      }),
    enabled: place !== "",
    retry: false,
    refetchOnWindowFocus: false,
  });
}
