// The live channel against a scripted socket: authenticate, subscribe, resume where it stopped.
import { describe, expect, test } from "vitest";
import {
  type Connection,
  LiveClient,
  type SocketLike,
  type TopicMessage,
} from "../../src/api/live/LiveClient";

class ScriptedSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  isClosed = false;

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.isClosed = true;
  }

  says(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  becomesReady(): void {
    this.onopen?.();
    this.says({ type: "ready", epoch: "e" });
  }
}

function scene() {
  const sockets: ScriptedSocket[] = [];
  const timers: { run: () => void; ms: number }[] = [];
  const states: Connection[] = [];
  let refreshes = 0;
  const live = new LiveClient({
    openSocket: () => {
      const socket = new ScriptedSocket();
      sockets.push(socket);
      return socket;
    },
    token: () => "token",
    refresh: async () => {
      refreshes += 1;
      return true;
    },
    later: (run, ms) => {
      const timer = { run, ms };
      timers.push(timer);
      return () => {
        const at = timers.indexOf(timer);
        if (at >= 0) timers.splice(at, 1);
      };
    },
    onConnection: (state) => states.push(state),
    random: () => 0.5,
  });
  const socket = () => sockets.at(-1) as ScriptedSocket;
  const tick = async () => {
    const timer = timers.shift();
    timer?.run();
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
    return timer?.ms;
  };
  return { live, socket, sockets, timers, states, tick, refreshes: () => refreshes };
}

const event = (seq: number, topic = "run:1", epoch = "e") => ({
  type: "event",
  topic,
  epoch,
  seq,
  event: { kind: "run" },
});

describe("live channel", () => {
  test("sends the token first, then subscribes", () => {
    const { live, socket } = scene();
    live.subscribe("run:1", () => undefined);
    socket().becomesReady();
    expect(socket().sent).toEqual([
      { type: "auth", token: "token" },
      { type: "subscribe", topic: "run:1" },
    ]);
  });

  test("resumes each topic after the last message it saw", async () => {
    const { live, socket, states, tick } = scene();
    const seen: number[] = [];
    live.subscribe("run:1", (message: TopicMessage) => seen.push(message.seq));
    socket().becomesReady();
    socket().says({ type: "snapshot", topic: "run:1", epoch: "e", seq: 4, data: {} });
    socket().says(event(5));
    socket().says(event(5));
    socket().onclose?.({ code: 1006 });
    await tick();
    socket().becomesReady();
    expect(socket().sent[1]).toEqual({ type: "subscribe", topic: "run:1", epoch: "e", after: 5 });
    socket().says(event(6));
    expect(seen).toEqual([4, 5, 6]);
    expect(states).toEqual(["connecting", "open", "lost", "lost", "open"]);
  });

  test("starts from a state that the caller has already", () => {
    const { live, socket } = scene();
    live.subscribe("run:1", () => undefined, { epoch: "e", seq: 41 });
    socket().becomesReady();
    expect(socket().sent[1]).toMatchObject({ epoch: "e", after: 41 });
  });

  test("waits longer each time, up to a limit, and starts short again after success", async () => {
    const { live, socket, timers, tick } = scene();
    live.subscribe("run:1", () => undefined);
    const pauses: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      socket().onclose?.({ code: 1006 });
      pauses.push(timers[0]?.ms ?? 0);
      await tick();
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
    socket().becomesReady();
    socket().onclose?.({ code: 1006 });
    expect(timers[0]?.ms).toBe(500);
  });

  test("gets a newer token when the server refuses the old one", async () => {
    const { live, socket, sockets, tick, refreshes } = scene();
    live.subscribe("run:1", () => undefined);
    socket().onopen?.();
    socket().onclose?.({ code: 4401 });
    await tick();
    expect(refreshes()).toBe(1);
    expect(sockets).toHaveLength(2);
  });

  test("tells an open socket about a newer token", () => {
    const { live, socket } = scene();
    live.subscribe("run:1", () => undefined);
    socket().becomesReady();
    live.authenticate("newer");
    expect(socket().sent.at(-1)).toEqual({ type: "auth", token: "newer" });
  });

  test("asks for a snapshot when the server cannot resume", () => {
    const { live, socket } = scene();
    live.subscribe("run:1", () => undefined, { epoch: "old", seq: 9 });
    socket().becomesReady();
    socket().says({ type: "error", code: "cannot_resume", message: "Too old.", topic: "run:1" });
    expect(socket().sent.at(-1)).toEqual({ type: "subscribe", topic: "run:1" });
  });

  test("closes when nobody listens, and does not come back", () => {
    const { live, socket, timers } = scene();
    const stop = live.subscribe("run:1", () => undefined);
    const first = socket();
    first.becomesReady();
    stop();
    expect(first.isClosed).toBe(true);
    expect(timers).toEqual([]);
  });
});
