// Saving: one request at a time, never over somebody else's version, and nothing typed is lost.
import { useCallback } from "react";
import { getFlow } from "../../api/flows/getFlow";
import { useSaveFlow } from "../../api/flows/saveFlow";
import { ApiError, isCode } from "../../api/problem";
import { isDirty } from "../../core/editorStore";
import { toastFailure } from "../../ui/toast";
import { useEditorSession } from "./session";

/** Saves what there is to save; true when the server holds this document now. */
export function useSave(): () => Promise<boolean> {
  const session = useEditorSession();
  const { mutateAsync } = useSaveFlow();
  return useCallback(async () => {
    const { document, version } = session.store.getState();
    if (session.view.getState().isSaving) return false;
    if (!isDirty(session.store.getState())) return true;
    session.view.setState({ isSaving: true });
    try {
      const saved = await mutateAsync({ id: session.flowId, version, document });
      session.store.getState().markSaved(document, saved.version);
      session.store.getState().announce(`Saved as version ${saved.version}.`);
      return true;
    } catch (error) {
      if (isCode(error, "version_conflict")) session.view.setState({ dialog: "conflict" });
      else if (!hasEnded(error)) toastFailure("The flow was not saved", error);
      return false;
    } finally {
      session.view.setState({ isSaving: false });
    }
  }, [session, mutateAsync]);
}

/** The session is over: the page asks to log in again, which says enough. */
function hasEnded(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}

/** After a conflict: take the version on the server, or put ours on top of it as the next version. */
export function useConflictAnswers(): { takeTheirs: () => Promise<void>; keepMine: () => Promise<void> } {
  const session = useEditorSession();
  const save = useSave();
  const takeTheirs = useCallback(async () => {
    const theirs = await getFlow(session.flowId);
    session.store.getState().replace(theirs.document, theirs.version, "open their version");
    session.view.setState({ dialog: null });
  }, [session]);
  const keepMine = useCallback(async () => {
    const theirs = await getFlow(session.flowId);
    session.store.getState().markSaved(theirs.document, theirs.version);
    session.view.setState({ dialog: null });
    await save();
  }, [session, save]);
  return { takeTheirs, keepMine };
}
