// Arrow keys where no commands are, such as in a run that is looked at, and Enter on a link; what is come to is said
// aloud.
import { useCallback, useState } from "react";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument } from "../../core/document";
import type { Direction } from "../../core/navigate";
import type { OverlayStore } from "../../core/overlayStore";
import { nextStop, sayStop } from "../../core/stops";
import { furtherEnd, nextWire, sayWire, startOf, theWire, titleOf } from "../../core/wireStops";
import { statusLook } from "../status";
import type { CanvasView } from "./useCanvasView";
import type { CanvasSelection } from "./useGestures";

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface Input {
  document: FlowDocument;
  catalog: Catalog;
  selection: CanvasSelection;
  overlay: OverlayStore;
  onSelect: (selection: CanvasSelection) => void;
}

/** Gives the key handler and the sentence for the live region. */
export function useArrows({ document, catalog, selection, overlay, onSelect }: Input, view: CanvasView) {
  const [said, setSaid] = useState("");
  const onKeyDown = useCallback(
    (event: React.KeyboardEvent) => {
      const link = event.key === "Enter" ? theWire(document, selection) : undefined;
      if (link?.link && event.target === event.currentTarget) {
        const end = furtherEnd(document, catalog, link, view.center());
        view.show(end);
        return setSaid(`The other end of the link: ${titleOf(document, catalog, end)}`);
      }
      const way = DIRECTIONS[event.key];
      if (!way || event.ctrlKey || event.metaKey || event.shiftKey || isElsewhere(event)) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.altKey) {
        const wire = nextWire(document, selection, way === "left" || way === "up" ? "in" : "out");
        if (!wire) return setSaid("There is no wire on this side.");
        onSelect({ nodes: new Set(), wires: new Set([wire.id]) });
        return setSaid(sayWire(document, catalog, wire));
      }
      const stop = nextStop(document, catalog, view.focused() ?? startOf(document, selection), way);
      if (!stop) return setSaid(`There is nothing further ${way}.`);
      onSelect({ nodes: new Set(stop.nodes), wires: new Set() });
      view.look(stop);
      const state = overlay.getState().overlay?.nodes[stop.id];
      setSaid(sayStop(document, catalog, stop, state ? [statusLook(state.status).label] : []));
    },
    [document, catalog, selection, overlay, onSelect, view],
  );
  return { onKeyDown, said };
}

/** Fields and buttons on the canvas have the arrows to themselves. */
function isElsewhere(event: React.KeyboardEvent): boolean {
  return event.target instanceof Element && event.target.closest("input, textarea, [role=toolbar]") !== null;
}
