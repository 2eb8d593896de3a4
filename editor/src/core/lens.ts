// What of a run is looked at: one round of nested loops, and one moment. Canvas, data, timeline and log follow it.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { OverlayStore } from "./overlayStore";

export interface LensState {
  /** The chosen round, such as `outer[0]/inner[96]/`; empty for the whole run. */
  scope: string;
  /** The moment that is replayed, in milliseconds since 1970; null is now. */
  at: number | null;
}

export type Lens = StoreApi<LensState>;

const WHOLE: LensState = { scope: "", at: null };

export function createLens(): Lens {
  return createStore<LensState>()(() => WHOLE);
}

const lenses = new WeakMap<OverlayStore, Lens>();

/** The one lens of an overlay, so that all parts of a page look at the same. */
export function lensOf(overlay: OverlayStore): Lens {
  const known = lenses.get(overlay);
  if (known) return known;
  const lens = createLens();
  lenses.set(overlay, lens);
  let { runId } = overlay.getState().overlay ?? {};
  overlay.subscribe(({ overlay: now }) => {
    if (now?.runId === runId) return;
    runId = now?.runId;
    lens.setState(WHOLE);
  });
  return lens;
}
