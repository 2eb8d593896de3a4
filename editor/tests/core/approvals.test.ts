// A step that asks people: the notch of its card, from near and from far away, and its wait in a run.
import { describe, expect, test } from "vitest";
import { askRevision, asksOf, shownStatus, waitingCount } from "../../src/core/approvals";
import { measure, notchedPath, placePorts } from "../../src/core/geometry";
import { emptyOverlay, hasCarried, type LiveMessage, reduceLive } from "../../src/core/overlay";
import { shownOverlay } from "../../src/core/replay";
import type { NodeState } from "../../src/core/run";
import { thumbnailOf } from "../../src/core/thumbnail";
import { wireState } from "../../src/ui/canvas/context";
import { worstStatus } from "../../src/ui/canvas/groupStatus";
import { CanvasModel } from "../../src/ui/canvas/model";
import { fillBox } from "../../src/ui/canvas/overview/paint";
import { boxesOf } from "../../src/ui/canvas/overview/scene";
import { catalog, sampleDocument } from "../kit/catalog";

/** begin, a, b, and one that asks. */
function drawing() {
  const { nodes, ...rest } = sampleDocument();
  return { ...rest, nodes: [...nodes, { id: "ask", type: "t.consent", x: 840, y: 0 }] };
}

describe("the shape", () => {
  const type = catalog.get("t.consent");
  if (!type) throw new Error("no type that asks");

  test("is a card of the usual size, with its ports at its sides", () => {
    const { ports, size } = measure(type, {});
    expect(size).toEqual({ width: 200, height: 56 });
    expect(placePorts(ports, size, type.shape).map(({ port, x }) => [port.id, x])).toEqual([
      ["in", 0],
      ["approved", 200],
      ["rejected", 200],
      ["timeout", 200],
    ]);
  });

  test("has its notch in the middle of the upper edge", () => {
    const path = notchedPath({ x: 10, y: 20, width: 200, height: 56 }, 8);
    expect(path).toMatch(/^M18 20H102l8 8 8 -8H202a/);
    expect(path).toMatch(/z$/);
  });

  test("the small picture and the far one know it", () => {
    const document = drawing();
    const notched = thumbnailOf(document, catalog)?.boxes.filter((box) => box.isNotched);
    expect(notched?.map((box) => box.id)).toEqual(["ask"]);
    const items = new CanvasModel(catalog).buildNodes({
      document,
      selected: new Set(),
      marks: new Map(),
      moving: new Map(),
    });
    expect(boxesOf(items).nodes.map(({ id, notch }) => [id, notch])).toEqual([
      ["begin", 0],
      ["a", 0],
      ["b", 0],
      ["ask", 8],
    ]);
  });

  test("from far away its edge goes down and up again; that of others is straight", () => {
    const drawn: unknown[] = [];
    const note =
      (what: string) =>
      (...at: number[]) =>
        drawn.push([what, ...at]);
    const context = {
      fillRect: note("rect"),
      beginPath: () => undefined,
      moveTo: note("move"),
      lineTo: note("line"),
      fill: note("fill"),
    } as unknown as CanvasRenderingContext2D;
    const box = { x: 0, y: 0, width: 200, height: 56 };
    fillBox(context, box, 0);
    expect(drawn).toEqual([["rect", 0, 0, 200, 56]]);
    drawn.length = 0;
    fillBox(context, box, 8);
    expect(drawn.slice(0, 4)).toEqual([
      ["move", 0, 0],
      ["line", 92, 0],
      ["line", 100, 8],
      ["line", 108, 0],
    ]);
    expect(drawn.at(-1)).toEqual(["fill"]);
  });
});

const state = (status: string, rest: Partial<NodeState> = {}): NodeState => ({
  status,
  count: 0,
  running: status === "running" ? 1 : 0,
  ...rest,
});
const asks = asksOf(drawing(), catalog);
const snapshot = (nodes: { [id: string]: NodeState }): LiveMessage => ({
  type: "snapshot",
  epoch: "e",
  seq: 1,
  data: { status: "running", nodes },
});
const news = (seq: number, node: string, now: NodeState): LiveMessage => ({
  type: "event",
  epoch: "e",
  seq,
  event: { kind: "node", node, state: now },
});

describe("in a run", () => {
  test("who asks is known by the shape, not by the name of the type", () => {
    expect([...asks]).toEqual(["ask"]);
  });

  test("it waits where others are at work, told by a snapshot or by an event", () => {
    const at = reduceLive(emptyOverlay("r", asks), [
      snapshot({ a: state("running"), ask: state("running") }),
    ]);
    expect([at.nodes.a?.status, at.nodes.ask?.status]).toEqual(["running", "approval"]);
    const told = reduceLive(emptyOverlay("r", asks), [
      snapshot({ a: state("running") }),
      news(2, "ask", state("running")),
    ]);
    expect([told.nodes.a?.status, told.nodes.ask?.status]).toEqual(["running", "approval"]);
    const done = reduceLive(told, [news(3, "ask", state("completed", { count: 1 }))]);
    expect(done.nodes.ask?.status).toBe("completed");
  });

  test("nothing moves on the wire to it, and its group says that somebody is asked", () => {
    const run = reduceLive(emptyOverlay("r", asks), [
      snapshot({ a: state("completed", { count: 1 }), b: state("running"), ask: state("running") }),
    ]);
    const wire = { id: "w", source: "a", target: "ask" };
    expect(hasCarried(run, wire)).toBe(true);
    expect(wireState(run, wire, false)).toBe("carried");
    expect(wireState(run, { ...wire, target: "b" }, false)).toBe("active");
    expect(worstStatus(run.nodes, ["a", "b", "ask"])).toBe("approval");
  });

  test("a moment in which it waited shows it waiting", () => {
    const live = reduceLive(emptyOverlay("r", asks), [snapshot({ ask: state("completed", { count: 1 }) })]);
    const step = { key: "ask", node: "ask", type: "t.consent", status: "completed", attempt: 1 };
    const started_at = "2026-01-01T00:00:00Z";
    const moment = (at: string) =>
      shownOverlay(
        live,
        { scope: "", at: Date.parse(at) },
        [{ ...step, started_at, duration_us: 60_000_000 }],
        new Set(),
      ).nodes.ask?.status;
    expect(moment("2026-01-01T00:00:30Z")).toBe("approval");
    expect(moment("2026-01-01T00:02:00Z")).toBe("completed");
  });

  test("counts who waits, rounds at once included", () => {
    const run = reduceLive(emptyOverlay("r", asks), [
      snapshot({ a: state("running"), ask: state("running", { running: 3 }) }),
    ]);
    expect(waitingCount(run)).toBe(3);
    expect(waitingCount(emptyOverlay("r", asks))).toBe(0);
  });

  test("requests are read again when a step asks or is answered, not when others go on", () => {
    const before = reduceLive(emptyOverlay("r", asks), [snapshot({ a: state("running") })]);
    expect(askRevision(before)).toBe("");
    const asked = reduceLive(before, [news(2, "ask", state("running"))]);
    const others = reduceLive(asked, [news(3, "a", state("completed", { count: 1 }))]);
    const answered = reduceLive(others, [news(4, "ask", state("completed", { count: 1 }))]);
    expect(askRevision(asked)).not.toBe("");
    expect(askRevision(others)).toBe(askRevision(asked));
    expect(askRevision(answered)).not.toBe(askRevision(asked));
  });
});

describe("in a list", () => {
  test("only a run that goes on waits for approval; an older server does not say it", () => {
    expect(shownStatus({ status: "running", waiting_for_approval: true })).toBe("approval");
    expect(shownStatus({ status: "running" })).toBe("running");
    expect(shownStatus({ status: "cancelled", waiting_for_approval: true })).toBe("cancelled");
  });
});
