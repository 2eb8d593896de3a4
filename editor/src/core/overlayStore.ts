// The store that canvas nodes read their run state from. Messages are gathered and applied once a frame.
import { createStore, type StoreApi } from "zustand/vanilla";
import {
  emptyOverlay,
  type LiveMessage,
  mergeSteps,
  type Overlay,
  type RunSnapshot,
  reduceLive,
  withPort,
} from "./overlay";
import type { LogLine, Place, Step } from "./run";

export interface OverlayState {
  overlay: Overlay | null;
}

type Start = RunSnapshot & { epoch?: string; seq?: number };

export interface OverlayStore extends StoreApi<OverlayState> {
  /** `asks` are the nodes that ask people. */
  open: (runId: string, snapshot?: Start, asks?: ReadonlySet<string>) => void;
  push: (message: LiveMessage) => void;
  addLines: (lines: readonly LogLine[]) => void;
  addSteps: (steps: readonly Step[]) => void;
  /** Says where a paused run is held, when no event did. */
  hold: (place: Place) => void;
  close: () => void;
}

type Schedule = (callback: () => void) => void;

const nextFrame: Schedule = (callback) => {
  requestAnimationFrame(callback);
};

export function createOverlayStore(schedule: Schedule = nextFrame): OverlayStore {
  const store = createStore<OverlayState>()(() => ({ overlay: null }));
  let waiting: LiveMessage[] = [];

  const flush = () => {
    const messages = waiting;
    waiting = [];
    const { overlay } = store.getState();
    if (overlay && messages.length > 0) store.setState({ overlay: reduceLive(overlay, messages) });
  };

  const update = (change: (overlay: Overlay) => Overlay) => {
    const { overlay } = store.getState();
    if (overlay) store.setState({ overlay: change(overlay) });
  };

  return Object.assign(store, {
    open: (runId: string, snapshot?: Start, asks?: ReadonlySet<string>) => {
      waiting = [];
      const blank = emptyOverlay(runId, asks);
      const data = snapshot && { epoch: snapshot.epoch ?? "", seq: snapshot.seq ?? -1, data: snapshot };
      store.setState({ overlay: data ? reduceLive(blank, [{ type: "snapshot", ...data }]) : blank });
    },
    push: (message: LiveMessage) => {
      waiting.push(message);
      if (waiting.length === 1) schedule(flush);
    },
    addLines: (lines: readonly LogLine[]) =>
      update((overlay) => ({ ...overlay, lines: overlay.lines.with(lines) })),
    addSteps: (steps: readonly Step[]) =>
      update((overlay) => ({
        ...overlay,
        steps: mergeSteps(overlay.steps, steps),
        ports: steps.reduce(withPort, overlay.ports),
      })),
    hold: (pausedAt: Place) =>
      update((overlay) => (overlay.status === "paused" ? { ...overlay, pausedAt } : overlay)),
    close: () => {
      waiting = [];
      store.setState({ overlay: null });
    },
  });
}
