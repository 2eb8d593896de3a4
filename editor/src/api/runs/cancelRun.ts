// POST /runs/:id/cancel
import { useMutation } from "@tanstack/react-query";
import { client } from "../client";

export function useCancelRun() {
  return useMutation({
    mutationFn: (run: string) =>
      client.json<void>(`/runs/${encodeURIComponent(run)}/cancel`, { method: "POST" }),
  });
}
