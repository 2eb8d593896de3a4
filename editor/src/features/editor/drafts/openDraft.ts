// What a flow opens with where something was drawn and not published: the draft on the server, and with it what tabs of
// this browser could not send before they were closed.
import type { FlowDetail } from "../../../api/flows/types";
import { getVersion } from "../../../api/flows/versions";
import { readCatalog } from "../../../api/nodes/listNodeTypes";
import { withCopies } from "../../../core/draftCopies";
import { type Draft, type FoundCopy, isDrawing } from "../../../core/localDraft";
import { sharing } from "../../../core/share";
import type { OpenDraft } from "./useOpening";

export async function openDraft(
  flow: FlowDetail,
  stored: Draft | undefined,
  copies: readonly FoundCopy[],
  signal: AbortSignal,
): Promise<OpenDraft> {
  const there = stored && isDrawing(stored.document) ? stored : publishedOf(flow);
  const draft = copies.length > 0 ? withCopies(there, copies, await readCatalog()) : there;
  const { base_version: version, updated_at: keptAt } = draft;
  const publishedAs = async (wanted: number) =>
    wanted === flow.version ? flow.document : (await getVersion(flow.id, wanted, signal)).document;
  const saved = await publishedAs(version);
  const document = sharing(draft.document, saved);
  const agreed = {
    base_version: there.base_version,
    document: draft === there ? document : there.document,
    seen: stored?.updated_at ?? null,
    saved: there.base_version === version ? saved : await publishedAs(there.base_version),
  };
  return { document, base: { saved, version }, keptAt, agreed, copies };
}

function publishedOf({ version, document, updated_at }: FlowDetail): Draft {
  return { base_version: version, document, updated_at };
}
