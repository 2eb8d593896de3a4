// The wire under the pointer keeps its + for a moment, so that the pointer can get there.
import type { StoreApi } from "zustand/vanilla";
import type { UiState } from "./context";
import type { Point } from "./handlers";

const PAUSE_MS = 300;
const timers = new WeakMap<StoreApi<UiState>, ReturnType<typeof setTimeout>>();
const pointers = new WeakMap<StoreApi<UiState>, Point>();

/** The pointer moves along a wire; nothing is drawn for that. */
export function notePointer(ui: StoreApi<UiState>, { clientX: x, clientY: y }: React.MouseEvent): void {
  pointers.set(ui, { x, y });
}

/** The wire under the pointer, and where in the window that is. */
export function pointedWire(ui: StoreApi<UiState>): { wire: string; at: Point } | undefined {
  const { hotWire: wire } = ui.getState();
  const at = pointers.get(ui);
  return wire !== null && at ? { wire, at } : undefined;
}

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
