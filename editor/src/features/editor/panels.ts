// Parts of the page that show a run. The application puts them in, so that this feature knows no other.
import { type ComponentType, createContext, useContext } from "react";
import type { Bench } from "../../core/bench";
import type { Json } from "../../core/document";
import type { OverlayStore } from "../../core/overlayStore";
import type { LogLine, Step } from "../../core/run";

export interface RunPanels {
  /** State, duration, debugger, cancel: one line. */
  Bar: ComponentType<{
    runId: string;
    overlay: OverlayStore;
    bench: Bench;
    node: string | undefined;
    onClose: () => void;
    onShowNode: (node: string) => void;
  }>;
  /** What one node did in the run. */
  Node: ComponentType<{
    runId: string;
    node: string;
    overlay: OverlayStore;
    onPin?: (output: Json) => void;
    onShowNode?: (node: string) => void;
  }>;
  /** What one step did. */
  Step: ComponentType<{ step: Step; lines: readonly LogLine[]; onPin?: (output: Json) => void }>;
  /** The whole run: steps, log, variables, result. */
  Drawer: ComponentType<{
    runId: string;
    overlay: OverlayStore;
    bench: Bench;
    onShowNode: (node: string) => void;
  }>;
  /** What can be asked of a paused run, for the key help. */
  commands: readonly { id: string; label: string; keys: string[] }[];
}

export const PanelsContext = createContext<RunPanels | null>(null);

export function usePanels(): RunPanels {
  const panels = useContext(PanelsContext);
  if (!panels) throw new Error("This component belongs inside the editor.");
  return panels;
}
