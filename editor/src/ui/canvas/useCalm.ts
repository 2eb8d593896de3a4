// At most so many wires move at once: beyond that they are drawn as active, but stand still, because moving dashes are
// costly to draw.
import { useEffect } from "react";
import type { OverlayStore } from "../../core/overlayStore";
import { wireState } from "./context";
import type { CanvasEdge } from "./model";

const MOST_MOVING = 50;
const PAUSE_MS = 200;

export function useCalm(
  element: React.RefObject<HTMLElement | null>,
  overlay: OverlayStore,
  edges: readonly CanvasEdge[],
): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      element.current?.toggleAttribute("data-calm", isBusy(overlay, edges));
    };
    const stop = overlay.subscribe(() => {
      timer ??= setTimeout(look, PAUSE_MS);
    });
    look();
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [element, overlay, edges]);
}

function isBusy(overlay: OverlayStore, edges: readonly CanvasEdge[]): boolean {
  const run = overlay.getState().overlay;
  if (!run) return false;
  let count = 0;
  for (const { data } of edges) {
    if (data && wireState(run, data.wire, data.isBody) === "active") count += 1;
    if (count > MOST_MOVING) return true;
  }
  return false;
}
