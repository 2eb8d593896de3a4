// PUT /flows/:id/active: whether the flow may be started.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export function useSetActive() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ flow, active }: { flow: string; active: boolean }) =>
      client.json<unknown>(`/flows/${encodeURIComponent(flow)}/active`, { method: "PUT", body: { active } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["flows"] }),
  });
}
