// The application's live channel, and the hooks that keep an overlay or a list up to date with it.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { LiveMessage } from "../../core/overlay";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded } from "../../core/run";
import { client } from "../client";
import { listLogs } from "../runs/listLogs";
import { type Connection, LiveClient, type SocketLike } from "./LiveClient";

const connection = createStore<{ state: Connection }>()(() => ({ state: "idle" }));

function openSocket(): SocketLike {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return new WebSocket(`${scheme}://${location.host}/api/v1/ws`) as unknown as SocketLike;
}

function later(callback: () => void, ms: number): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

const live = new LiveClient({
  openSocket,
  token: () => client.accessToken(),
  refresh: () => client.refresh(),
  later,
  onConnection: (state) => connection.setState({ state }),
});

client.onToken((token) => live.authenticate(token));
client.session.subscribe((session) => {
  if (session.status === "out") live.close();
});

export function useConnection(): Connection {
  return useStore(connection, (store) => store.state);
}

/** Feeds the overlay from the run's topic, and with the lines written before or while the channel was closed. */
export function useLiveRun(store: OverlayStore, runId: string | null): void {
  useEffect(() => {
    if (!runId) return;
    const { overlay } = store.getState();
    const from =
      overlay?.runId === runId && overlay.seq >= 0 ? { epoch: overlay.epoch, seq: overlay.seq } : undefined;
    const stop = live.subscribe(
      `run:${runId}`,
      (message) => store.push(message as unknown as LiveMessage),
      from,
    );
    return stop;
  }, [store, runId]);
  const resets = useStore(store, (state) => state.overlay?.resets ?? 0);
  const isOver = useStore(store, (state) => isEnded(state.overlay?.status ?? "pending"));
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a snapshot, and at the end, lines may be missing
  useEffect(() => {
    if (!runId) return;
    const abort = new AbortController();
    listLogs(runId, (lines) => store.addLines(lines), abort.signal).catch(() => undefined);
    return () => abort.abort();
  }, [store, runId, resets, isOver]);
}

/** Reads run lists again when the server says that a run changed; at most twice a second. */
export function useLiveRunList(): void {
  const queries = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = live.subscribe("runs", () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        queries.invalidateQueries({ queryKey: ["runs"] });
        queries.invalidateQueries({ queryKey: ["flows"] });
      }, 500);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [queries]);
}
