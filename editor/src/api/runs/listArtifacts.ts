// GET /runs/:id/artifacts: the files that a run made.
import { useQuery } from "@tanstack/react-query";
import { client } from "../client";
import type { Page } from "../list";

export interface Artifact {
  id: string;
  name: string;
  size: number;
  node?: string | null;
  created_at?: string | null;
}

export function useArtifacts(run: string, revision: string) {
  return useQuery({
    queryKey: ["artifacts", run, revision],
    queryFn: ({ signal }) => client.get<Page<Artifact>>(`/runs/${encodeURIComponent(run)}/artifacts`, signal),
    select: (page) => page.items,
    refetchOnWindowFocus: false,
  });
}
