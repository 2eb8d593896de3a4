// Debugging a run: running its commands by button or key, and keeping its breakpoints as they are on the bench.
import { useCallback, useEffect } from "react";
import { useSendDebug } from "../../api/runs/sendDebug";
import { setBreakpoints } from "../../api/runs/setBreakpoints";
import { type Bench, NO_EDITS } from "../../core/bench";
import { matchesKeys } from "../../core/keys";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { toastFailure } from "../../ui/toast";
import { type DebugContext, debugCommands } from "./debugCommands";
import { useOverlay } from "./useOverlay";

export interface Debugged {
  runId: string;
  overlay: OverlayStore;
  bench: Bench;
  node: string | undefined;
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
      const found = debugCommands.find((item) => item.keys.some((keys) => matchesKeys(keys, event)));
      if (!found || document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      if (!event.repeat && found.isEnabled(context)) found.run(context);
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [context]);
}

/** Tells the run of every change of the breakpoints while it goes on. */
export function useBreakpointSync({ runId, overlay, bench }: Debugged): void {
  useEffect(
    () =>
      bench.subscribe((state, before) => {
        if (state.breakpoints === before.breakpoints) return;
        if (isEnded(overlay.getState().overlay?.status ?? "pending")) return;
        setBreakpoints(runId, state.breakpoints).catch((error: unknown) =>
          toastFailure("The run did not take the breakpoints", error),
        );
      }),
    [runId, overlay, bench],
  );
}
