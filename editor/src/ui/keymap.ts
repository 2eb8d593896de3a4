// The keys of the person who is signed in, for every screen that has commands.
import { useMemo } from "react";
import { useStore } from "zustand";
import { createKeymap, type Keyed, type KeymapState, keysOf } from "../core/keymap";

export const keymap = createKeymap(globalThis.localStorage);

export function useKeymap<T>(select: (state: KeymapState) => T): T {
  return useStore(keymap, select);
}

const whole = (state: KeymapState) => state;

/** The keys of one command as they are now. */
export function useKeysOf(command: Keyed): string[] {
  const state = useKeymap(whole);
  return useMemo(() => keysOf(state, command), [state, command]);
}
