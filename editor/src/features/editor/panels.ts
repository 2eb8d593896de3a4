// Parts of the page that show a run. The application puts them in, so that this feature knows no other.
import { type ComponentType, createContext, useContext } from "react";
import type { OverlayStore } from "../../core/overlayStore";

export interface RunPanels {
  /** State, duration, cancel: one line. */
  Bar: ComponentType<{ runId: string; overlay: OverlayStore; onClose: () => void }>;
  /** What one node did in the run. */
  Node: ComponentType<{ runId: string; node: string; overlay: OverlayStore }>;
  /** The whole run: steps, log, variables, result. */
  Drawer: ComponentType<{ runId: string; overlay: OverlayStore; onShowNode: (node: string) => void }>;
}

export const PanelsContext = createContext<RunPanels | null>(null);

export function usePanels(): RunPanels {
  const panels = useContext(PanelsContext);
  if (!panels) throw new Error("This component belongs inside the editor.");
  return panels;
}
