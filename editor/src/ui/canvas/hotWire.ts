// The wire under the pointer keeps its + for a moment, so that the pointer can get there.
import type { StoreApi } from "zustand/vanilla";
import type { UiState } from "./context";

const PAUSE_MS = 300;
const timers = new WeakMap<StoreApi<UiState>, ReturnType<typeof setTimeout>>();

export function keepHot(ui: StoreApi<UiState>, wire: string | null): void {
  clearTimeout(timers.get(ui));
  if (wire !== null) {
    if (ui.getState().hotWire !== wire) ui.setState({ hotWire: wire });
    return;
  }
  timers.set(
    ui,
    setTimeout(() => ui.setState({ hotWire: null }), PAUSE_MS),
  );
}
