// POST /runs/:id/cancel
import { useMutation } from "@tanstack/react-query";
import { client } from "../client";

export function cancelRun(run: string): Promise<void> {
  return client.json<void>(`/runs/${encodeURIComponent(run)}/cancel`, { method: "POST" });
}

export function useCancelRun() {
  return useMutation({ mutationFn: cancelRun });
}
