// Somebody published while one draws: their version and the drawing become one, as one step.
import { getFlow } from "../../../api/flows/getFlow";
import type { FlowDetail } from "../../../api/flows/types";
import { movedText } from "../../../core/changeText";
import { type Choices, type Merged, mergeDocuments } from "../../../core/merge";
import { sharing } from "../../../core/share";
import type { Session, Theirs } from "../session";

/** The drawing merged with their version; the choices decide where both changed the same. */
export function mergedWith(session: Session, theirs: FlowDetail, choices?: Choices): Merged {
  const { saved, document } = session.store.getState();
  const documents = { base: saved, mine: document, theirs: theirs.document };
  return mergeDocuments(documents, session.catalog, choices);
}

/** Puts the merged document on the canvas, which goes on from their version; undo goes back to before. */
export function takeMerged(session: Session, theirs: FlowDetail, merged: Merged): void {
  const base = { saved: theirs.document, version: theirs.version };
  const document = sharing(merged.document, theirs.document);
  session.store.getState().rebase(document, base, `merge version ${theirs.version}`);
}

/**
 * Merges at once where nothing collides, else asks. Says whether there was nothing to ask. What was drawn in another
 * tab comes first: if it was published there, there may be nothing left to merge.
 */
export async function mergeNewest(session: Session): Promise<{ theirs: Theirs; isMerged: boolean }> {
  if (session.mayEdit) await session.keeper.catchUp();
  const read = await getFlow(session.flowId);
  const { saved, version } = session.store.getState();
  if (read.version === version) return { theirs: read, isMerged: true };
  const theirs = { ...read, document: sharing(read.document, saved) };
  const merged = mergedWith(session, theirs);
  const isMerged = merged.conflicts.length === 0;
  if (isMerged) takeMerged(session, theirs, merged);
  else session.view.setState({ dialog: "merge", merging: { ...theirs, moved: merged.moved } });
  return { theirs: { ...theirs, moved: merged.moved }, isMerged };
}

export function mergedText({ version, moved = [] }: Theirs): string {
  const said = `Version ${version} is merged with what you drew. Undo goes back to before.`;
  return `${said} ${movedText(moved)}`.trim();
}
