// PUT /flows/:id: stores a new version, if nobody else saved one since `version`.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { client } from "../client";
import type { FlowDetail } from "./types";

interface Input {
  id: string;
  version: number;
  document: FlowDocument;
}

function saveFlow({ id, version, document }: Input): Promise<FlowDetail> {
  return client.json(`/flows/${encodeURIComponent(id)}`, {
    method: "PUT",
    headers: { "If-Match": `"${version}"` },
    body: { document },
  });
}

export function useSaveFlow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: saveFlow,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["flows"] }),
  });
}
