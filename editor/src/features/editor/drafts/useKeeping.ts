// Keeps the draft of the open flow: after a pause, when the window loses the focus, and when there is a connection again.
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
    window.addEventListener("blur", keepNow);
    window.addEventListener("online", keepNow);
    window.addEventListener("pagehide", keepHere);
    return () => {
      window.removeEventListener("blur", keepNow);
      window.removeEventListener("online", keepNow);
      window.removeEventListener("pagehide", keepHere);
    };
  }, [keeper, mayEdit]);
}

export function useDraftState(): Keeping {
  return useStore(useEditorSession().keeper.state, (state) => state.keeping);
}
