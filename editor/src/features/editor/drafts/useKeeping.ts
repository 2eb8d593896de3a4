// Keeps the draft of the open flow: after a pause, when the window loses the focus, and when there is a connection again.
// When one comes back to the window, what was drawn in another is taken over, so that nobody draws on old ground.
import { useEffect } from "react";
import { useStore } from "zustand";
import { useSession } from "../../../api/session";
import type { Keeping } from "../../../core/draftKeeper";
import { useEditorSession } from "../session";

export function useKeeping(): void {
  const { keeper, mayEdit } = useEditorSession();
  const isSignedIn = useSession((session) => session.status === "in");
  useEffect(() => (mayEdit ? keeper.start() : undefined), [keeper, mayEdit]);
  useEffect(() => {
    if (isSignedIn && mayEdit) void keeper.keepNow();
  }, [isSignedIn, keeper, mayEdit]);
  useEffect(() => {
    if (!mayEdit) return;
    const keepNow = () => void keeper.keepNow();
    const keepHere = () => void keeper.keepHere();
    const catchUp = () => void (document.hidden || keeper.catchUp());
    const listeners = [
      [window, "blur", keepNow],
      [window, "online", keepNow],
      [window, "pagehide", keepHere],
      [window, "focus", catchUp],
      [document, "visibilitychange", catchUp],
    ] as const;
    for (const [target, name, act] of listeners) target.addEventListener(name, act);
    return () => {
      for (const [target, name, act] of listeners) target.removeEventListener(name, act);
    };
  }, [keeper, mayEdit]);
}

export function useDraftState(): Keeping {
  return useStore(useEditorSession().keeper.state, (state) => state.keeping);
}
