// The live state of a run: snapshots replace, events add up, what was seen is ignored.
import { describe, expect, test } from "vitest";
import {
  carriedCount,
  emptyOverlay,
  hasCarried,
  type LiveMessage,
  lastValue,
  mergeSteps,
  reduceLive,
} from "../../src/core/overlay";
import { createOverlayStore } from "../../src/core/overlayStore";
import type { NodeState, Step } from "../../src/core/run";

const state = (status: string, rest: Partial<NodeState> = {}): NodeState => ({ status, count: 1, ...rest });
const step = (key: string, port = "output"): Step => ({
  key,
  node: key,
  type: "t.work",
  status: "completed",
  port,
  attempt: 1,
});
const event = (
  seq: number,
  body: Extract<LiveMessage, { type: "event" }>["event"],
  epoch = "e",
): LiveMessage => ({
  type: "event",
  epoch,
  seq,
  event: body,
});

describe("overlay", () => {
  test("applies events in order and ignores what it has seen", () => {
    const first = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "run", status: "running", at: "2026-01-01T00:00:00Z" }),
      event(2, { kind: "node", node: "a", state: state("running") }),
    ]);
    const again = reduceLive(first, [event(2, { kind: "node", node: "a", state: state("failed") })]);
    expect(again).toBe(first);
    const next = reduceLive(first, [event(3, { kind: "node", node: "a", state: state("completed") })]);
    expect(next.nodes.a?.status).toBe("completed");
    expect(next.startedAt).toBe("2026-01-01T00:00:00Z");
    expect(next.seq).toBe(3);
  });

  test("a pause says where it is, and ends with the next state", () => {
    const at = { key: "each[3]/a", node: "a" };
    const paused = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "run", status: "running", at: "2026-01-01T00:00:00Z" }),
      event(2, { kind: "status", status: "paused", at }),
    ]);
    expect([paused.status, paused.pausedAt, paused.finishedAt]).toEqual(["paused", at, null]);
    const on = reduceLive(paused, [event(3, { kind: "status", status: "running" })]);
    expect([on.status, on.pausedAt]).toEqual(["running", null]);
  });

  test("a run taken up again has no error any more", () => {
    const failed = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "run", status: "failed", error: { kind: "exit", message: "no" }, at: "t1" }),
    ]);
    expect([failed.error?.message, failed.finishedAt]).toEqual(["no", "t1"]);
    const on = reduceLive(failed, [event(2, { kind: "run", status: "running", at: "t2" })]);
    expect([on.error, on.finishedAt]).toEqual([null, null]);
  });

  test("rounds and branches are not steps of the list", () => {
    const { steps } = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "step", step: { ...step("each[0]"), kind: "region" } }),
      event(2, { kind: "step", step: { ...step("each[0]/a"), kind: "node" } }),
    ]);
    expect([...steps.values()].map((item) => item.key)).toEqual(["each[0]/a"]);
  });

  test("a sleeping run wakes with its next step", () => {
    const asleep = reduceLive(emptyOverlay("r"), [
      { type: "snapshot", epoch: "", seq: -1, data: { status: "running", nodes: {}, waiting_until: "t9" } },
      { type: "snapshot", epoch: "e", seq: 4, data: { status: "running", nodes: {} } },
    ]);
    expect(asleep.waitingUntil).toBe("t9");
    expect(reduceLive(asleep, [event(5, { kind: "step", step: step("a") })]).waitingUntil).toBeNull();
  });

  test("a snapshot replaces the state, and a new epoch counts from the start", () => {
    const old = reduceLive(emptyOverlay("r"), [
      event(9, { kind: "node", node: "gone", state: state("running") }),
    ]);
    const fresh = reduceLive(old, [
      {
        type: "snapshot",
        epoch: "e2",
        seq: 1,
        data: { status: "running", nodes: { a: state("completed") } },
      },
      event(2, { kind: "node", node: "b", state: state("running") }, "e2"),
    ]);
    expect(Object.keys(fresh.nodes)).toEqual(["a", "b"]);
    expect([fresh.epoch, fresh.seq]).toEqual(["e2", 2]);
  });

  test("other nodes keep their state object, so that they are not drawn again", () => {
    const before = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "node", node: "a", state: state("completed") }),
    ]);
    const after = reduceLive(before, [event(2, { kind: "node", node: "b", state: state("running") })]);
    expect(after.nodes.a).toBe(before.nodes.a);
    expect(before.nodes.b).toBeUndefined();
  });

  test("a finished run keeps its end, result and error", () => {
    const error = { kind: "timeout", message: "Too slow." };
    const done = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "run", status: "failed", error, result: { a: 1 }, at: "2026-01-01T00:00:09Z" }),
    ]);
    expect(done).toMatchObject({
      status: "failed",
      error,
      result: { a: 1 },
      finishedAt: "2026-01-01T00:00:09Z",
    });
  });

  test("tells which wires carried something, by port where it is known", () => {
    const overlay = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "node", node: "if", state: state("completed") }),
      event(2, { kind: "step", step: step("if", "true") }),
      event(3, { kind: "node", node: "yes", state: state("running") }),
      event(4, { kind: "node", node: "no", state: state("skipped") }),
    ]);
    const wire = (sourcePort: string, target: string) => ({ id: target, source: "if", sourcePort, target });
    expect(hasCarried(overlay, wire("true", "yes"))).toBe(true);
    expect(hasCarried(overlay, wire("false", "yes"))).toBe(false);
    expect(hasCarried(overlay, wire("body", "yes"), true)).toBe(true);
    expect(hasCarried(overlay, wire("true", "no"))).toBe(false);
    expect(hasCarried(overlay, wire("true", "unknown"))).toBe(false);
  });

  test("a condition that is skipped because nothing is wired to its outcome was reached", () => {
    const overlay = reduceLive(emptyOverlay("r"), [
      event(1, { kind: "node", node: "a", state: state("completed") }),
      event(2, { kind: "step", step: step("a", "output") }),
      event(3, { kind: "node", node: "if", state: state("skipped") }),
      event(4, { kind: "step", step: { ...step("if", "false"), status: "skipped" } }),
    ]);
    expect(hasCarried(overlay, { id: "w", source: "a", sourcePort: "output", target: "if" })).toBe(true);
  });

  test("tells how often a wire was used, where that can be told", () => {
    const wire = { id: "w", source: "a", sourcePort: "output", target: "b" };
    const overlay = {
      ...emptyOverlay("r"),
      nodes: { a: state("completed", { count: 5 }), b: state("completed", { count: 3 }) },
    };
    expect(carriedCount(overlay, wire, true)).toBe(3);
    expect(carriedCount(overlay, wire, false)).toBeUndefined();
    expect(carriedCount({ ...overlay, ports: { a: ["output"] } }, wire, false)).toBe(5);
    expect(carriedCount({ ...overlay, ports: { a: ["output", "error"] } }, wire, false)).toBeUndefined();
  });

  test("the last value of a wire is what its source gave by that port", () => {
    const steps = [
      { ...step("a[1]"), node: "a", output: 1 },
      { ...step("a[2]"), node: "a", output: 2 },
      { ...step("a[3]", "error"), node: "a", output: "broken" },
    ];
    const overlay = { ...emptyOverlay("r"), steps: new Map(steps.map((item) => [item.key, item])) };
    const from = (sourcePort?: string) => ({ id: "w", source: "a", target: "b", sourcePort });
    expect(lastValue(overlay, from())).toBe(2);
    expect(lastValue(overlay, from("error"))).toBe("broken");
    expect(lastValue(overlay, from("loop"))).toBeUndefined();
  });

  test("stored steps fill gaps, keep their order, and never bring a running step back", () => {
    const running = { ...step("b"), status: "running", port: null };
    const all = mergeSteps(new Map([["b#1", running]]), [step("a"), step("b")]);
    expect([...all.values()].map((item) => `${item.key} ${item.status}`)).toEqual([
      "a completed",
      "b completed",
    ]);
    const again = mergeSteps(all, [running]);
    expect([...again.values()].map((item) => `${item.key} ${item.status}`)).toEqual([
      "a completed",
      "b completed",
    ]);
  });

  test("log lines from the list and from the channel are merged once each", () => {
    const store = createOverlayStore((run) => run());
    const line = (seq: number) => ({
      seq,
      at: "",
      node: "a",
      key: "a",
      stream: "stdout" as const,
      text: String(seq),
    });
    store.open("r");
    store.push(event(1, { kind: "log", line: line(3) }));
    store.addLines([line(1), line(2), line(3)]);
    expect(store.getState().overlay?.lines.map((item) => item.seq)).toEqual([1, 2, 3]);
  });

  test("many messages change the store once a frame", () => {
    const frames: (() => void)[] = [];
    const store = createOverlayStore((run) => frames.push(run));
    let changes = 0;
    store.open("r");
    store.subscribe(() => {
      changes += 1;
    });
    for (let seq = 1; seq <= 50; seq += 1)
      store.push(event(seq, { kind: "node", node: `n${seq}`, state: state("running") }));
    expect(frames).toHaveLength(1);
    for (const frame of frames) frame();
    expect(changes).toBe(1);
    expect(Object.keys(store.getState().overlay?.nodes ?? {})).toHaveLength(50);
  });
});
