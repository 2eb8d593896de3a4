// PUT /flows/:id: publishes a new version, if nobody else saved one since `version`.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { client } from "../client";
import type { FlowDetail } from "./types";

interface Input {
  id: string;
  version: number;
  document: FlowDocument;
  /** Why; shown in the list of versions. */
  comment: string;
  /** When the draft was kept that this is; null where there is none. Another tab's draft is not ended with it. */
  seen: string | null;
}

function saveFlow({ id, version, document, comment, seen }: Input): Promise<FlowDetail> {
  return client.json(`/flows/${encodeURIComponent(id)}?draft_seen=${encodeURIComponent(seen ?? "")}`, {
    method: "PUT",
    headers: { "If-Match": `"${version}"` },
    body: { document, comment },
  });
}

export function useSaveFlow() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: saveFlow,
    onSuccess: (_flow, { id }) => {
      queries.invalidateQueries({ queryKey: ["flows"] });
      queries.invalidateQueries({ queryKey: ["versions", id] });
    },
  });
}
