// Running from a node on: which outputs stand in, and when a sentence says that it cannot be.
import { describe, expect, test } from "vitest";
import { Catalog } from "../../src/core/descriptor";
import { emptyOverlay, type Overlay } from "../../src/core/overlay";
import { planFrom } from "../../src/core/partialRun";
import type { NodeState, Step } from "../../src/core/run";
import { catalog as kit, sampleDocument } from "../kit/catalog";

const catalog = new Catalog(
  kit.items.map((item) => (item.type === "t.work" ? { ...item, kind: "effect" } : item)),
  kit.categories,
);

function ran(state: Partial<NodeState>, step: Partial<Step> = {}): Overlay {
  const whole: Step = {
    key: "a",
    node: "a",
    type: "t.work",
    status: "completed",
    attempt: 1,
    output: 7,
    ...step,
  };
  return {
    ...emptyOverlay("r"),
    nodes: { a: { status: "completed", count: 1, ...state } },
    steps: new Map([["a#1", whole]]),
  };
}

const plan = (overlay: Overlay | null, from = "b") => planFrom(sampleDocument(), catalog, overlay, from);

describe("running from a node on", () => {
  test("what had an effect before it gives what it gave; what is ahead runs", () => {
    expect(plan(ran({}))).toEqual({ ok: true, pins: { a: 7 } });
    expect(plan(ran({}), "a")).toEqual({ ok: true, pins: {} });
  });

  test("what was skipped stays without an output", () => {
    expect(plan(ran({ status: "skipped" }))).toEqual({ ok: true, pins: {} });
  });

  test.each([
    ["there was no run", null, "Run the flow once first"],
    ["a node ran several times", ran({ count: 3 }), "ran 3 times"],
    ["a node failed", ran({ status: "failed" }, { status: "failed" }), "no whole output"],
    ["an output was cut", ran({}, { truncated: true }), "no whole output"],
  ])("is refused where %s", (_name, overlay, words) => {
    const result = plan(overlay);
    expect(result.ok ? "" : result.reason).toContain(words);
  });
});
