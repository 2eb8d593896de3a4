// GET /runs/:id/artifacts: the files that a run made.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";

export interface Artifact {
  id: string;
  name: string;
  size: number;
  node?: string | null;
  created_at?: string | null;
}

type Answer = Artifact[] | { items: Artifact[] };

export function useArtifacts(run: string, revision: string) {
  return useQuery({
    queryKey: ["artifacts", run, revision],
    queryFn: async ({ signal }) => {
      const answer = await client.get<Answer>(`/runs/${encodeURIComponent(run)}/artifacts`, signal);
      return Array.isArray(answer) ? answer : answer.items;
    },
    refetchOnWindowFocus: false,
  });
}
