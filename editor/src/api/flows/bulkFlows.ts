// POST /flows/bulk: one act on many flows, with what became of each.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { client } from "../client";

export type FlowAct = "activate" | "deactivate" | "delete" | "export";

export interface FlowResult {
  id: string;
  status: "done" | "failed";
  error?: string;
  document?: FlowDocument;
}

export function useBulkFlows() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: { action: FlowAct; ids: string[] }) =>
      client.json<{ items: FlowResult[] }>("/flows/bulk", { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["flows"] }),
  });
}
