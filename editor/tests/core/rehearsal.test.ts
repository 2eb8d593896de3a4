// Dry runs as overlays, files in outputs, JSON as people type it, sizes and moments as they read them.
import { describe, expect, test } from "vitest";
import { artifactsIn } from "../../src/core/artifacts";
import { formatSize, formatUntil } from "../../src/core/format";
import { jsonText, readJson } from "../../src/core/jsonText";
import { hasCarried } from "../../src/core/overlay";
import { createOverlayStore } from "../../src/core/overlayStore";
import { nodeStates, showRehearsal } from "../../src/core/rehearsal";
import type { Step } from "../../src/core/run";

const step = (node: string, rest: Partial<Step> = {}): Step => ({
  key: node,
  node,
  type: "t.work",
  kind: "node",
  status: "completed",
  port: "output",
  attempt: 1,
  ...rest,
});

describe("a dry run", () => {
  test("shows the path that was taken, as a run would", () => {
    const overlay = createOverlayStore();
    const steps = [step("begin"), step("choose", { port: "yes" }), step("each", { kind: "region" })];
    showRehearsal(overlay, { status: "completed", problems: [], result: 7, steps });
    const shown = overlay.getState().overlay;
    expect(shown?.status).toBe("completed");
    expect(shown?.result).toBe(7);
    expect(Object.keys(shown?.nodes ?? {})).toEqual(["begin", "choose"]);
    expect(shown?.steps.size).toBe(2);
    const wire = { id: "w", source: "begin", target: "choose" };
    expect(shown && hasCarried(shown, wire)).toBe(true);
  });

  test("counts what each node did; a round that is left out does not hide one that ran", () => {
    const states = nodeStates([
      step("a", { key: "each[0]/a" }),
      step("a", { key: "each[1]/a", status: "failed", error: { kind: "x", message: "no" } }),
      step("a", { key: "each[2]/a", status: "skipped" }),
      step("b", { status: "skipped" }),
      step("c", { status: "error", error: { kind: "x", message: "not at all" } }),
    ]);
    expect(states.a).toMatchObject({ status: "failed", count: 2, failed: 1, skipped: 1, message: "no" });
    expect(states.b).toMatchObject({ status: "skipped", count: 0 });
    expect(states.c).toMatchObject({ status: "error", count: 1, failed: 1 });
  });
});

describe("files in an output", () => {
  test("are found wherever they are, each once", () => {
    const report = { artifact: "1", name: "report.csv", size: 12 };
    const output = { all: [report, { inside: { artifact: "2", name: "log.txt" } }], again: report };
    expect(artifactsIn(output)).toEqual([report, { artifact: "2", name: "log.txt", size: undefined }]);
  });

  test("nothing else is taken for one", () => {
    expect(artifactsIn([{ artifact: 1, name: "x" }, { artifact: "1" }, "artifact", null])).toEqual([]);
  });
});

test("typed JSON: empty is nothing, wrong is explained, and what is shown reads back", () => {
  expect(readJson("  ")).toEqual({});
  expect(readJson("ready").error).toContain("needs quotes");
  expect(readJson("null")).toEqual({ value: null });
  const value = { a: [1, "two"] };
  expect(readJson(jsonText(value)).value).toEqual(value);
  expect(jsonText(undefined)).toBe("");
});

test("sizes and moments", () => {
  expect([0, 999, 1500, 250_000, 3_400_000_000].map(formatSize)).toEqual([
    "0 B",
    "999 B",
    "1.5 kB",
    "250 kB",
    "3.4 GB",
  ]);
  const now = new Date(2026, 0, 5, 12).getTime();
  const today = new Date(2026, 0, 5, 13).toISOString();
  const later = new Date(2026, 0, 6, 13).toISOString();
  expect(formatUntil(later, now).length).toBeGreaterThan(formatUntil(today, now).length);
});
