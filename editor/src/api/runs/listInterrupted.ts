// GET /runs/:id/interrupted: steps that a crash cut off, of which nobody has said yet how they ended.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface InterruptedStep {
  key: string;
  node: string;
  started_at: string | null;
}

type Answer = InterruptedStep[] | { items: InterruptedStep[] };

export function useInterrupted(run: string, isAsked: boolean) {
  return useQuery({
    queryKey: ["interrupted", run],
    queryFn: async ({ signal }) => {
      const answer = await client.get<Answer>(`/runs/${encodeURIComponent(run)}/interrupted`, signal);
      return Array.isArray(answer) ? answer : answer.items;
    },
    enabled: isAsked,
  });
}
