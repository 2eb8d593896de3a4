// The nodes that were looked at, one after the other, to go back and forward through.
import type { EditorStore } from "../../core/editorStore";
import { selectedNode } from "../../core/editorStore";

export interface Trail {
  /** The place before or behind the one that is seen; undefined at the end. */
  go: (step: -1 | 1) => string | undefined;
  canGo: (step: -1 | 1) => boolean;
}

const MOST = 100;

/** Notes every node that is selected by itself; what was deleted since is passed over. */
export function createTrail(store: EditorStore): Trail {
  let places: string[] = [];
  let at = -1;
  store.subscribe((state, before) => {
    const node = selectedNode(state);
    if (state.selection === before.selection || node === undefined || node === places[at]) return;
    places = [...places.slice(0, at + 1), node].slice(-MOST);
    at = places.length - 1;
  });
  const next = (step: -1 | 1): number => {
    const nodes = new Set(store.getState().document.nodes.map((node) => node.id));
    const isHere = selectedNode(store.getState()) === places[at];
    let index = isHere || step === 1 ? at + step : at;
    while (places[index] !== undefined && !nodes.has(places[index] ?? "")) index += step;
    return index;
  };
  return {
    canGo: (step) => places[next(step)] !== undefined,
    go: (step) => {
      const index = next(step);
      if (places[index] === undefined) return undefined;
      at = index;
      return places[at];
    },
  };
}
