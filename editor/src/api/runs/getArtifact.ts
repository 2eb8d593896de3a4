// GET /runs/:id/artifacts/:artifact: one file that a run made.
import { useMutation } from "@tanstack/react-query";
import { client } from "../client";

export function useArtifactFile(run: string) {
  return useMutation({
    mutationFn: (artifact: string) =>
      client.blob(`/runs/${encodeURIComponent(run)}/artifacts/${encodeURIComponent(artifact)}`),
  });
}
