// Reads what an editor opens with: the flow as it is published, and one's own draft of it if there is one.
import { useQuery } from "@tanstack/react-query";
import { getDraft } from "../../../api/flows/drafts";
import { getFlow, takeAsked } from "../../../api/flows/getFlow";
import type { FlowDetail } from "../../../api/flows/types";
import type { FlowDocument } from "../../../core/document";
import type { Base } from "../../../core/history";
import { type Agreed, draftKey, type FoundCopy, findCopies } from "../../../core/localDraft";

export interface OpenDraft {
  document: FlowDocument;
  /** What it goes on from, which need not be the latest version. */
  base: Base;
  keptAt: string;
  /** What the server has. */
  agreed: Agreed;
  /** What of it was found in this browser. */
  copies: readonly FoundCopy[];
}

export interface Opening {
  flow: FlowDetail;
  draft?: OpenDraft;
}

/** Read once when the editor opens; afterwards the editor's store is the truth. `user` is left out for who may not draw. */
export function useOpening(flow: string, user: string | undefined) {
  return useQuery({
    queryKey: ["flow", flow],
    queryFn: ({ signal }) => readOpening(flow, user, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    structuralSharing: false,
  });
}

async function readOpening(id: string, user: string | undefined, signal: AbortSignal): Promise<Opening> {
  const [flow, stored] = await Promise.all([
    takeAsked(id) ?? getFlow(id, signal),
    user === undefined ? undefined : getDraft(id, user, signal),
  ]);
  const copies = user === undefined ? [] : findCopies(localStorage, draftKey(flow.id, user));
  if (!stored && copies.length === 0) return { flow };
  const { openDraft } = await import("./openDraft");
  return { flow, draft: await openDraft(flow, stored, copies, signal) };
}
