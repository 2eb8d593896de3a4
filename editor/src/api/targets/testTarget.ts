// POST /targets/:id/test: connects to it now, and says how that went.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { HostKey, LastTest } from "../../core/targets";
import { client } from "../client";

export interface TestResult extends Omit<LastTest, "at"> {
  host_key: Pick<HostKey, "fingerprint" | "state"> | null;
}

export function useTestTarget(id: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      client.json<TestResult>(`/targets/${encodeURIComponent(id)}/test`, { method: "POST", body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["targets"] }),
  });
}
