// Reading parts of a run's overlay.
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Overlay } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";

export function useOverlay<T>(overlay: OverlayStore, select: (overlay: Overlay) => T): T | undefined {
  return useStore(overlay, (state) => (state.overlay ? select(state.overlay) : undefined));
}

const NOBODY: ReadonlySet<string> = new Set();

/** The nodes that ask people. */
export function useAsks(overlay: OverlayStore): ReadonlySet<string> {
  return useOverlay(overlay, (run) => run.asks) ?? NOBODY;
}

/** The run's duration so far in milliseconds; counts up while it runs. */
export function useDuration(overlay: OverlayStore): number | undefined {
  const startedAt = useOverlay(overlay, (run) => run.startedAt);
  const finishedAt = useOverlay(overlay, (run) => run.finishedAt);
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (isOver || !startedAt) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isOver, startedAt]);
  if (!startedAt) return undefined;
  const end = finishedAt ? Date.parse(finishedAt) : now;
  return Math.max(0, end - Date.parse(startedAt));
}
