// POST /approvals/:id/decision: says yes or no to what a run asks.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";
import type { Approval } from "./listApprovals";

export interface Decision {
  decision: "approve" | "reject";
  comment: string;
}

/** The most characters of a comment. */
export const MOST_COMMENT = 2_000;

export function useDecide({ id, run_id }: Pick<Approval, "id" | "run_id">) {
  const queries = useQueryClient();
  return useMutation({
    // Now or not at all: nobody expects an answer to be sent when the connection is back.
    networkMode: "always",
    mutationFn: (body: Decision) =>
      client.json<Approval>(`/approvals/${encodeURIComponent(id)}/decision`, { method: "POST", body }),
    onSettled: () => {
      queries.invalidateQueries({ queryKey: ["runs"] });
      return queries.invalidateQueries({ queryKey: ["approvals", run_id] });
    },
  });
}
