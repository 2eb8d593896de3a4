// POST /flows: stores a new flow.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { client } from "../client";
import type { FlowDetail } from "./types";

function createFlow(document: FlowDocument): Promise<FlowDetail> {
  return client.json("/flows", { method: "POST", body: { document } });
}

export function useCreateFlow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: createFlow,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["flows"] }),
  });
}
