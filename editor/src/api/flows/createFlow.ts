// POST /flows: stores a new flow.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { client } from "../client";
import type { FlowDetail } from "./types";

async function createFlow(document: FlowDocument | Promise<FlowDocument>): Promise<FlowDetail> {
  return client.json("/flows", { method: "POST", body: { document: await document } });
}

/** The document may be on its way still; what keeps it away is an error of creating it. */
export function useCreateFlow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: createFlow,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["flows"] }),
  });
}
