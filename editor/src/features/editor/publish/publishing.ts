// Publishing: one request at a time, never over somebody else's version, and nothing drawn is lost.
import type { useSaveFlow } from "../../../api/flows/saveFlow";
import { ApiError, isCode } from "../../../api/problem";
import { toast, toastFailure } from "../../../ui/toast";
import type { Session } from "../session";

type Save = ReturnType<typeof useSaveFlow>["mutateAsync"];

/** True when the flow on the server is what is on the canvas. */
export async function publishNow(session: Session, save: Save, comment: string): Promise<boolean> {
  if (session.view.getState().isSaving) return false;
  const { document } = session.store.getState();
  session.view.setState({ isSaving: true });
  try {
    await session.keeper.catchUp();
    const { document: now, version } = session.store.getState();
    if (now !== document) {
      toast(LOOK_FIRST);
      return false;
    }
    const send = (seen: string | null) => save({ id: session.flowId, version, document, comment, seen });
    const saved = await session.keeper.without(document, send);
    session.store.getState().markSaved(document, saved.version);
    session.view.setState({ draftFrom: null, merging: null });
    session.store.getState().announce(`Published as version ${saved.version}.`);
    return true;
  } catch (error) {
    if (isCode(error, "version_conflict")) await mergeFirst(session);
    else if (isCode(error, "draft_changed")) await joinFirst(session);
    else if (!hasEnded(error)) toastFailure("The flow was not published", error);
    return false;
  } finally {
    session.view.setState({ isSaving: false });
  }
}

const LOOK_FIRST = "Nothing is published yet: look at what came in, and publish again.";

/** Another tab kept something in the very last moment. */
async function joinFirst(session: Session): Promise<void> {
  await session.keeper.catchUp();
  toast(LOOK_FIRST);
}

/** Nothing is published over their version: it is merged, looked at, and published then. */
async function mergeFirst(session: Session): Promise<void> {
  const { mergeNewest } = await import("./merging");
  const { theirs, isMerged } = await mergeNewest(session);
  if (isMerged) session.view.setState({ dialog: "publish", merging: theirs });
}

/** The session is over: the page asks to log in again, which says enough. */
function hasEnded(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
