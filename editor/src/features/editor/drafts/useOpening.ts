// Reads what an editor opens with: the flow as it is published, and one's own draft of it if there is one.
import { useQuery } from "@tanstack/react-query";
import { getDraft } from "../../../api/flows/drafts";
import { getFlow, takeAsked } from "../../../api/flows/getFlow";
import type { FlowDetail } from "../../../api/flows/types";
import { getVersion } from "../../../api/flows/versions";
import type { FlowDocument } from "../../../core/document";
import type { Base } from "../../../core/history";
import { type Draft, draftKey, isDrawing, localDraft, newer } from "../../../core/localDraft";
import { sharing } from "../../../core/share";

export interface OpenDraft {
  document: FlowDocument;
  /** What it goes on from, which need not be the latest version. */
  base: Base;
  keptAt: string;
  isOnServer: boolean;
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
  const local = user === undefined ? undefined : localDraft(localStorage, draftKey(flow.id, user));
  const draft = newer(local, stored);
  if (!draft || !isDrawing(draft.document)) return { flow };
  return { flow, draft: await opened(flow, draft, draft === stored, signal) };
}

async function opened(
  flow: FlowDetail,
  draft: Draft,
  isOnServer: boolean,
  signal: AbortSignal,
): Promise<OpenDraft> {
  const version = draft.base_version;
  const saved =
    version === flow.version ? flow.document : (await getVersion(flow.id, version, signal)).document;
  const document = sharing(draft.document, saved);
  return { document, base: { saved, version }, keptAt: draft.updated_at, isOnServer };
}
