// The preferences of this browser, for every canvas.
import { useStore } from "zustand";
import { createPreferences } from "../core/preferences";

export const preferences = createPreferences(globalThis.localStorage);

export function useWireShape() {
  return useStore(preferences, (state) => state.wires);
}
