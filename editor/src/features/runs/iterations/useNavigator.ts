// Going through the rounds of a loop: which are there, which is chosen, and the ways to the next one.
import { useCallback, useMemo } from "react";
import { nextFailure } from "../../../api/runs/listIterations";
import {
  asScope,
  levelsOf,
  nodesInside,
  outerScope,
  pathTo,
  roundScope,
  scopeOf,
} from "../../../core/activation";
import { lensOf } from "../../../core/lens";
import type { OverlayStore } from "../../../core/overlayStore";
import { toast, toastFailure } from "../../../ui/toast";
import { useOverlay } from "../useOverlay";
import { useDrawing, useScope } from "../useRunView";

export interface Navigator {
  /** The activation of the loop whose rounds these are. */
  loop: string;
  index: number | null;
  /** The branch's name, where it has one in place of a number. */
  label: string | null;
  total: number | null;
  go: (index: number) => void;
  goTo: (key: string) => void;
  showAll: () => void;
  /** To the next round that failed, or the one before; around at the ends. */
  goToFailure: (by?: 1 | -1) => Promise<void>;
}

export function useNavigator(runId: string, overlay: OverlayStore, node: string): Navigator {
  const scope = useScope(overlay);
  const { regions } = useDrawing(runId);
  const nodes = useOverlay(overlay, (run) => run.nodes);
  const isLoop = useCallback((id: string) => Boolean(nodes?.[id]?.iteration), [nodes]);
  const loop = useMemo(
    () => `${pathTo(node, regions, scope, isLoop)}${node}`,
    [node, regions, scope, isLoop],
  );
  const level = levelsOf(scope).find((item) => item.loop === loop);
  const total = nodes?.[node]?.iteration?.total ?? nodes?.[node]?.branches?.total ?? null;
  const choose = useCallback((next: string) => lensOf(overlay).setState({ scope: next }), [overlay]);
  const goToFailure = useCallback(
    async (by: 1 | -1 = 1) => {
      try {
        const around = scopeOf(loop);
        const found = await nextFailure(runId, node, scope.startsWith(around) ? around : "", scope, by);
        if (found) choose(found);
        else toast("No failed round is kept.");
      } catch (error) {
        toastFailure("The failed rounds could not be read", error);
      }
    },
    [runId, node, loop, scope, choose],
  );
  return {
    loop,
    index: level?.index ?? null,
    label: level?.label ?? null,
    total,
    go: (index) => choose(roundScope(loop, index)),
    goTo: (key) => choose(asScope(key)),
    showAll: () => choose(level ? outerScope(level.scope) : ""),
    goToFailure,
  };
}

/** How many steps failed in the bodies of this node, in what the overlay shows. */
export function useFailedInside(runId: string, overlay: OverlayStore, node: string): number {
  const { regions } = useDrawing(runId);
  const inside = useMemo(() => nodesInside(regions, node), [regions, node]);
  return (
    useOverlay(overlay, (run) => {
      let failed = 0;
      for (const id of inside) failed += run.nodes[id]?.failed ?? 0;
      return failed;
    }) ?? 0
  );
}
