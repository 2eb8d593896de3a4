// Debugging a run: running its commands by button or key, and keeping its breakpoints as they are on the bench.
import { useCallback, useEffect, useRef } from "react";
import { getDebug } from "../../api/runs/getDebug";
import { useRun } from "../../api/runs/getRun";
import { useSendDebug } from "../../api/runs/sendDebug";
import { setBreakpoints } from "../../api/runs/setBreakpoints";
import { type Bench, type BenchState, breakpointsForRun, NO_EDITS } from "../../core/bench";
import type { Wire } from "../../core/document";
import { keysOf } from "../../core/keymap";
import { matchesKeys } from "../../core/keys";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { keymap } from "../../ui/keymap";
import { toastFailure } from "../../ui/toast";
import { type DebugContext, debugCommands } from "./debugCommands";
import { useOverlay } from "./useOverlay";

const NO_WIRES: Wire[] = [];

export interface Debugged {
  runId: string;
  overlay: OverlayStore;
  bench: Bench;
  node: string | undefined;
  /** The run may have breakpoints that the bench does not know yet. */
  hasStored?: boolean;
}

export function useDebugContext({ runId, overlay, bench, node }: Debugged): DebugContext {
  const status = useOverlay(overlay, (run) => run.status) ?? "pending";
  const { mutate } = useSendDebug();
  const send = useCallback<DebugContext["send"]>(
    (command, target) => {
      const { edits } = bench.getState();
      const changes = command === "pause" ? {} : edits;
      mutate(
        { run: runId, command, node: target, ...changes },
        {
          onSuccess: () => command !== "pause" && bench.setState({ edits: NO_EDITS }),
          onError: (error) => toastFailure("The run did not take the command", error),
        },
      );
    },
    [runId, bench, mutate],
  );
  return { status, node, bench, send };
}

/** Function keys act wherever the focus is, but not under a dialog. */
export function useDebugKeys(context: DebugContext): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const state = keymap.getState();
      const found = debugCommands.find((item) =>
        keysOf(state, item).some((keys) => matchesKeys(keys, event)),
      );
      if (!found || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      if (!event.repeat && found.isEnabled(context)) found.run(context);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [context]);
}

/** A page that was opened on a paused run asks where it is held; later the events tell. */
export function usePlace(runId: string, overlay: OverlayStore): void {
  const isUnknown = useOverlay(overlay, (run) => run.status === "paused" && run.pausedAt === null) === true;
  useEffect(() => {
    if (!isUnknown) return;
    const abort = new AbortController();
    getDebug(runId, abort.signal).then(
      ({ paused }) => paused && overlay.hold({ key: paused.key, node: nodeOf(paused.key) }),
      () => undefined,
    );
    return () => abort.abort();
  }, [runId, overlay, isUnknown]);
}

/** The node at the end of a step's key, such as `each[3]/write`. */
function nodeOf(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

/** Takes the breakpoints that the run was started with, and tells it of every change after that. */
export function useBreakpointSync({ runId, overlay, bench, hasStored }: Debugged): void {
  const wires = useRun(runId).data?.document.wires ?? NO_WIRES;
  const latest = useRef(wires);
  latest.current = wires;
  useEffect(() => {
    const abort = new AbortController();
    let stop = () => {};
    const follow = () => {
      if (!abort.signal.aborted)
        stop = bench.subscribe((state, before) => tell({ runId, overlay }, latest.current, state, before));
    };
    if (hasStored) {
      getDebug(runId, abort.signal)
        .then(({ breakpoints }) => bench.setState({ breakpoints }))
        .catch(() => undefined)
        .finally(follow);
    } else follow();
    return () => {
      abort.abort();
      stop();
    };
  }, [runId, overlay, bench, hasStored]);
}

function tell(
  { runId, overlay }: Pick<Debugged, "runId" | "overlay">,
  wires: readonly Wire[],
  state: BenchState,
  before: BenchState,
): void {
  if (state.breakpoints === before.breakpoints) return;
  if (isEnded(overlay.getState().overlay?.status ?? "pending")) return;
  setBreakpoints(runId, breakpointsForRun(state.breakpoints, wires)).catch((error: unknown) =>
    toastFailure("The run did not take the breakpoints", error),
  );
}
