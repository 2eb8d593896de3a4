// Publishing, as pages ask for it: what there is to publish, or what a run needs published.
import { useCallback } from "react";
import { useSaveFlow } from "../../../api/flows/saveFlow";
import { readLater } from "../../../ui/lazily";
import { toast } from "../../../ui/toast";
import { useEditorSession } from "../session";
import { changesOf } from "./useChanges";

const readPublishing = readLater(() => import("./publishing"));

/** Publishes what there is to publish; true when the flow on the server is what is on the canvas. */
export function usePublish(): (comment: string) => Promise<boolean> {
  const session = useEditorSession();
  const { mutateAsync } = useSaveFlow();
  return useCallback(
    async (comment) => {
      if (session.view.getState().isSaving) return false;
      if (changesOf(session.store.getState()).length === 0) return true;
      const { publishNow } = await readPublishing();
      return publishNow(session, mutateAsync, comment);
    },
    [session, mutateAsync],
  );
}

/** What runs is what is published; so what is on the canvas is published first, and that is said. */
export function usePublishToRun(): () => Promise<boolean> {
  const session = useEditorSession();
  const publish = usePublish();
  return useCallback(async () => {
    const hasChanges = changesOf(session.store.getState()).length > 0;
    const isPublished = await publish("");
    const { version } = session.store.getState();
    if (hasChanges && isPublished) toast(`Published as version ${version}, so that the run is what you see.`);
    return isPublished;
  }, [session, publish]);
}
