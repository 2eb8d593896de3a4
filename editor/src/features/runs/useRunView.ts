// What the parts of a run view share: the run, its drawing, which bodies it has, and what of it is looked at.
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { useValidation } from "../../api/flows/validateFlow";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { useRun } from "../../api/runs/getRun";
import { useStepsWithin } from "../../api/runs/listSteps";
import { levelsOf, nodesInside } from "../../core/activation";
import { blankDocument, type FlowDocument, nodeTitle } from "../../core/document";
import { type LensState, lensOf } from "../../core/lens";
import { mergeSteps, stepId } from "../../core/overlay";
import { createOverlayStore, type OverlayStore } from "../../core/overlayStore";
import type { Region } from "../../core/problems";
import { shownOverlay } from "../../core/replay";
import { isEnded, type Step } from "../../core/run";
import { useOverlay } from "./useOverlay";

const NOTHING = blankDocument("");
const NO_REGIONS: Region[] = [];
const NO_STEPS: Step[] = [];

export function useLens<T>(overlay: OverlayStore, select: (lens: LensState) => T): T {
  return useStore(lensOf(overlay), select);
}

export function useScope(overlay: OverlayStore): string {
  return useLens(overlay, (lens) => lens.scope);
}

export function useDrawing(runId: string) {
  const run = useRun(runId).data;
  const catalog = useCatalog().data;
  const document: FlowDocument = run?.document ?? NOTHING;
  const regions = useValidation(document, run !== undefined).data?.regions ?? NO_REGIONS;
  return useMemo(() => {
    const titleOf = (id: string) => {
      const node = document.nodes.find((item) => item.id === id);
      return node ? nodeTitle(node, catalog?.get(node.type)?.name ?? node.type) : id;
    };
    return { run, document, regions, titleOf };
  }, [run, document, catalog, regions]);
}

/** Changes when there may be more steps to read: at the end, after a gap, and now and then on the way. */
export function useRevision(overlay: OverlayStore): string {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const resets = useOverlay(overlay, (run) => run.resets) ?? 0;
  return `${isOver}:${resets}`;
}

/** A revision that also moves while the rounds of a loop go on, at most once a second. */
export function useLoopRevision(overlay: OverlayStore, node: string): string {
  const revision = useRevision(overlay);
  const done = useOverlay(overlay, (run) => run.nodes[node]?.iteration?.done ?? 0) ?? 0;
  const [shown, setShown] = useState(done);
  useEffect(() => {
    const timer = setTimeout(() => setShown(done), 1000);
    return () => clearTimeout(timer);
  }, [done]);
  return `${revision}:${shown}`;
}

/** Stored and live steps of what is looked at, rounds among them. */
export function useShownSteps(runId: string, overlay: OverlayStore, isOn = true) {
  const scope = useScope(overlay);
  const stored = useStepsWithin(runId, scope, useRevision(overlay), isOn);
  const live = useOverlay(overlay, (run) => run.steps);
  const rounds = useOverlay(overlay, (run) => run.rounds);
  const items = stored.data?.items ?? NO_STEPS;
  const steps = useMemo(() => {
    if (!live || (live.size === 0 && rounds?.size === 0)) return items;
    const all = new Map([...live, ...(rounds ?? [])].filter(([key]) => key.startsWith(scope)));
    const known = new Set(items.map(stepId));
    const isNews = [...all].some(([id, step]) => !known.has(id) || step.status === "running");
    return isNews ? [...mergeSteps(all, items).values()] : items;
  }, [items, live, rounds, scope]);
  return { steps, isCut: stored.data?.isCut === true, query: stored };
}

/** The overlay that the canvas shows: the live one, or what it was in the chosen round and at the chosen moment. */
export function useShownOverlay(runId: string, overlay: OverlayStore): OverlayStore {
  const lens = useStore(lensOf(overlay));
  const { regions } = useDrawing(runId);
  const isPart = lens.scope !== "" || lens.at !== null;
  const { steps } = useShownSteps(runId, overlay, isPart);
  const [shown] = useState(() => {
    const store = createOverlayStore();
    store.setState({ overlay: overlay.getState().overlay });
    return store;
  });
  useEffect(() => {
    const control = levelsOf(lens.scope).at(-1)?.node;
    const inside = control ? nodesInside(regions, control) : new Set<string>();
    const update = () => {
      const live = overlay.getState().overlay;
      shown.setState({ overlay: live && shownOverlay(live, lens, steps, inside) });
    };
    update();
    return overlay.subscribe(update);
  }, [overlay, shown, lens, steps, regions]);
  return shown;
}
