// How a person likes the canvas to look; kept in the browser.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Shelf } from "./keymap";
import type { WireShape } from "./paths";

export interface Preferences {
  wires: WireShape;
}

const PLACE = "opsconductor.preferences";

export function createPreferences(shelf?: Shelf): StoreApi<Preferences> {
  const store = createStore<Preferences>()(() => ({ wires: kept(shelf) }));
  store.subscribe((state) => {
    try {
      shelf?.setItem(PLACE, JSON.stringify(state));
    } catch {
      // The browser's room is full or closed to pages: it holds for as long as the page does.
    }
  });
  return store;
}

function kept(shelf: Shelf | undefined): WireShape {
  try {
    const read: unknown = JSON.parse(shelf?.getItem(PLACE) ?? "null");
    return (read as Partial<Preferences> | null)?.wires === "square" ? "square" : "curved";
  } catch {
    return "curved";
  }
}
