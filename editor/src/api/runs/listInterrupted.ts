// GET /runs/:id/interrupted: steps that a crash cut off, of which nobody has said yet how they ended.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";
import type { Page } from "../list";

export interface InterruptedStep {
  key: string;
  node: string;
  started_at: string | null;
}

export function useInterrupted(run: string, isAsked: boolean) {
  return useQuery({
    queryKey: ["interrupted", run],
    queryFn: ({ signal }) =>
      client.get<Page<InterruptedStep>>(`/runs/${encodeURIComponent(run)}/interrupted`, signal),
    select: (page) => page.items,
    enabled: isAsked,
  });
}
