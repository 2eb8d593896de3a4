// What the run view works out: lines, replay, timeline, values and their differences, two runs side by side.
import { describe, expect, test } from "vitest";
import { breakpointsForRun, createBench } from "../../src/core/bench";
import { compareRuns } from "../../src/core/compareRuns";
import { dataRows, findRows, tableOf } from "../../src/core/dataRows";
import type { FlowDocument } from "../../src/core/document";
import { LogFilter, LogLines, MAX_LINES } from "../../src/core/logLines";
import { emptyOverlay } from "../../src/core/overlay";
import { pinsOf } from "../../src/core/pins";
import { shownOverlay } from "../../src/core/replay";
import type { LogLine, RunDetail, Step } from "../../src/core/run";
import { buildTimeline, openBars } from "../../src/core/timeline";
import { diffValues } from "../../src/core/valueDiff";
import { shapeOf } from "../../src/core/valueSchema";

const T0 = Date.parse("2026-01-01T00:00:00.000Z");
const line = (seq: number, rest: Partial<LogLine> = {}): LogLine => ({
  seq,
  at: "",
  node: "a",
  key: "a",
  stream: "stdout",
  text: `line ${seq}`,
  ...rest,
});
const lines = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => line(from + index));
const seqs = (list: LogLines) => list.map((item) => item.seq);
const step = (key: string, from: number, ms: number, rest: Partial<Step> = {}): Step => ({
  key,
  node: key.split("/").at(-1) ?? "",
  type: "t",
  status: "completed",
  port: "output",
  attempt: 1,
  started_at: new Date(T0 + from).toISOString(),
  duration_us: ms * 1000,
  ...rest,
});
const round = (key: string, from: number, ms: number): Step => ({
  ...step(key, from, ms),
  kind: "region",
  node: "loop",
});

describe("log lines", () => {
  test("the newest hundred thousand are kept, and any can be read", () => {
    let all = LogLines.none;
    for (let from = 0; from < 130_000; from += 6_500) all = all.with(lines(from, from + 6_500));
    expect(all.length).toBe(MAX_LINES);
    expect([all.at(0)?.seq, all.at(-1)?.seq, all.at(50_000)?.seq]).toEqual([30_000, 129_999, 80_000]);
    expect(all.at(MAX_LINES)).toBeUndefined();
  });

  test("lines that come late find their place, and none comes twice", () => {
    const all = LogLines.of(lines(5, 8)).with(lines(0, 6));
    expect(seqs(all)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(all.with(lines(2, 4))).toBe(all);
  });

  test("a filter looks at new lines only, and again at all when older ones came", () => {
    const filter = new LogFilter({ text: "1" });
    let all = LogLines.of(lines(5, 12));
    expect(seqs(filter.apply(all))).toEqual([10, 11]);
    all = all.with(lines(12, 15));
    expect(seqs(filter.apply(all))).toEqual([10, 11, 12, 13, 14]);
    all = all.with(lines(0, 3));
    expect(seqs(filter.apply(all))).toEqual([1, 10, 11, 12, 13, 14]);
  });

  test("by node, round and stream", () => {
    const all = LogLines.of([
      line(0, { key: "loop[0]/a" }),
      line(1, { key: "loop[1]/a", stream: "stderr" }),
      line(2, { key: "loop[1]/b", node: "b" }),
    ]);
    expect(seqs(new LogFilter({ scope: "loop[1]/" }).apply(all))).toEqual([1, 2]);
    expect(seqs(new LogFilter({ scope: "loop[1]/", stream: "stderr" }).apply(all))).toEqual([1]);
    expect(seqs(new LogFilter({ node: "b" }).apply(all))).toEqual([2]);
  });
});

describe("what the canvas shows of a run", () => {
  const live = {
    ...emptyOverlay("r"),
    nodes: {
      first: { status: "completed", count: 1 },
      loop: { status: "completed", count: 1, iteration: { done: 2, total: 2 } },
      a: { status: "completed", count: 2, failed: 1 },
    },
  };
  const steps = [
    step("first", 0, 10),
    step("loop[0]/a", 20, 10),
    round("loop[0]/", 20, 10),
    step("loop[1]/a", 30, 10, { status: "error", port: null }),
    round("loop[1]/", 30, 10),
    step("loop", 20, 25),
  ];

  test("the whole run at its end is the live one", () => {
    expect(shownOverlay(live, { scope: "", at: null }, steps, new Set())).toBe(live);
  });

  test("a round shows what happened in it, and leaves the other nodes", () => {
    const shown = shownOverlay(live, { scope: "loop[1]/", at: null }, steps, new Set(["a"]));
    expect(shown.nodes.a).toMatchObject({ status: "error", failed: 1, count: 1 });
    expect(shown.nodes.first).toBe(live.nodes.first);
    expect(shown.nodes.loop).toBe(live.nodes.loop);
  });

  test("a moment shows what had begun and ended by then", () => {
    const at = (ms: number) => shownOverlay(live, { scope: "", at: T0 + ms }, steps, new Set()).nodes;
    expect(Object.keys(at(5))).toEqual(["first"]);
    expect(at(5).first?.status).toBe("running");
    expect(at(25).first?.status).toBe("completed");
    expect(at(25).loop).toMatchObject({ status: "running", iteration: { done: 0, total: 2 } });
    expect(at(35)).toMatchObject({ a: { status: "running", count: 1 }, loop: { iteration: { done: 1 } } });
    expect(at(100)).toMatchObject({ a: { status: "error", failed: 1 }, loop: { status: "completed" } });
  });
});

describe("the timeline", () => {
  const document: FlowDocument = {
    format: "",
    name: "",
    nodes: [],
    wires: [
      { id: "1", source: "first", target: "loop" },
      { id: "2", source: "first", target: "side" },
      { id: "3", source: "loop", target: "end" },
    ],
  };
  const steps = [
    step("end", 60, 5),
    step("side", 13, 3),
    step("first", 10, 2),
    round("loop[0]/", 13, 10),
    step("loop[0]/a", 13, 10),
    round("loop[1]/", 30, 20),
    step("loop[1]/a", 31, 19),
    step("loop", 12, 40),
  ];
  const { bars, from, to } = buildTimeline({ steps, document, scope: "", created: T0, now: T0 });
  const of = (key: string) => bars.find((bar) => bar.step.key === key);

  test("a loop is followed by its rounds, a round by its steps", () => {
    expect(bars.map((bar) => bar.step.key)).toEqual([
      "first",
      "loop",
      "loop[0]/",
      "loop[0]/a",
      "loop[1]/",
      "loop[1]/a",
      "side",
      "end",
    ]);
    expect(bars.map((bar) => bar.depth)).toEqual([0, 0, 1, 2, 1, 2, 0, 0]);
    expect([from, to]).toEqual([T0, T0 + 65]);
    expect(openBars(bars, (bar) => bar.step.key === "loop").map((bar) => bar.step.key)).toEqual([
      "first",
      "loop",
      "side",
      "end",
    ]);
  });

  test("what was ready before it began, waited", () => {
    expect((of("first")?.ready ?? 0) - T0).toBe(0);
    expect((of("end")?.ready ?? 0) - T0).toBe(52);
    expect(of("side")?.ready).toBe(of("side")?.start);
  });

  test("the longest path goes back from the end, through the rounds too", () => {
    const critical = bars.filter((bar) => bar.isCritical).map((bar) => bar.step.key);
    expect(critical).toEqual(["first", "loop", "loop[0]/", "loop[0]/a", "loop[1]/", "loop[1]/a", "end"]);
  });

  test("inside a round only what lies in it", () => {
    const inner = buildTimeline({ steps, document, scope: "loop[1]/", now: T0 });
    expect(inner.bars.map((bar) => [bar.step.key, bar.depth, bar.isCritical])).toEqual([
      ["loop[1]/a", 0, true],
    ]);
  });
});

describe("values", () => {
  test("a tree opens two levels, closes by hand, and finds text", () => {
    const value = { hosts: [{ name: "web-1", up: true }], count: 1 };
    const names = (rows: readonly { name: string }[]) => rows.map((row) => row.name);
    const rows = dataRows(value, new Map());
    expect(names(rows)).toEqual(["", "hosts", "0", "count"]);
    const hosts = rows[1]?.path ?? "";
    expect(names(dataRows(value, new Map([[hosts, false]])))).toEqual(["", "hosts", "count"]);
    const open = dataRows(value, new Map([[rows[2]?.path ?? "", true]]));
    expect(names(findRows(open, "WEB"))).toEqual(["name"]);
  });

  test("a list of objects is a table, and so is an object with one list", () => {
    const rows: { [name: string]: number | string }[] = [{ a: 1 }, { a: 2, b: "x" }];
    expect(tableOf(rows)?.columns).toEqual(["a", "b"]);
    expect(tableOf({ results: rows, iterations: 2 })?.rows).toEqual(rows);
    expect(tableOf({ a: [1], b: [2] })).toBeUndefined();
    expect(tableOf([1, 2])?.rows).toEqual([{ value: 1 }, { value: 2 }]);
  });

  test("the schema tells types, and what is not always there", () => {
    expect(
      shapeOf([{ a: 1 }, { a: "x", b: null }]).map(({ path, types, seen, of }) => [path, types, seen, of]),
    ).toEqual([
      ["", ["list"], 1, 1],
      ["[]", ["object"], 2, 2],
      ["[].a", ["integer", "text"], 2, 2],
      ["[].b", ["null"], 1, 2],
    ]);
  });

  test("differences are told by field", () => {
    expect(diffValues({ a: 1, b: [1, 2], c: null }, { a: 1, b: [1, 3, 4], d: "x" })).toEqual([
      { path: "b[1]", kind: "changed", before: 2, after: 3 },
      { path: "b[2]", kind: "added", after: 4 },
      { path: "c", kind: "removed", before: null },
      { path: "d", kind: "added", after: "x" },
    ]);
    expect(diffValues({ a: [1] }, { a: [1] })).toEqual([]);
  });
});

describe("runs", () => {
  test("two runs differ where a state, a count or an output does", () => {
    const run = (nodes: RunDetail["nodes"]) =>
      ({ document: { nodes: [{ id: "a" }, { id: "b" }] }, nodes }) as RunDetail;
    const done = { status: "completed", count: 1 };
    const compared = compareRuns(
      {
        run: run({ a: done, b: done }),
        steps: [step("a", 0, 5, { output: 1 }), step("b", 0, 5, { output: 1 })],
      },
      {
        run: run({ a: done, b: { status: "failed", count: 1, failed: 1 } }),
        steps: [step("a", 0, 9, { output: 2 })],
      },
    );
    expect(
      compared.map(({ node, output, isDifferent, afterTime }) => [node, output, isDifferent, afterTime]),
    ).toEqual([
      ["a", "different", true, 9_000],
      ["b", "different", true, undefined],
    ]);
  });

  test("pins are whole outputs of nodes that completed, of the chosen round first", () => {
    const steps = [
      step("loop[0]/a", 0, 1, { output: 1 }),
      step("loop[1]/a", 0, 1, { output: 2 }),
      step("b", 0, 1, { output: "…", truncated: true }),
      step("c", 0, 1, { output: 3, status: "failed" }),
      step("loop", 0, 1, { output: [] }),
    ];
    expect(pinsOf(steps, "", new Set(["loop"]))).toEqual({ a: 2 });
    expect(pinsOf(steps, "loop[0]/", new Set(["loop"]))).toEqual({ a: 1 });
  });

  test("a breakpoint after a port holds before all that it leads to; a node can have several", () => {
    const bench = createBench();
    bench.toggleBreakpoint("if");
    bench.addBreakpoint({ node: "if", port: "true", iteration: 3 });
    bench.addBreakpoint({ node: "if", port: "false" });
    const wires = [
      { id: "1", source: "if", sourcePort: "true", target: "yes" },
      { id: "2", source: "if", sourcePort: "true", target: "also" },
    ];
    expect(breakpointsForRun(bench.getState().breakpoints, wires)).toEqual([
      { node: "if" },
      { node: "yes", iteration: 3 },
      { node: "also", iteration: 3 },
    ]);
    bench.changeBreakpoint(1, null);
    expect(bench.getState().breakpoints).toEqual([{ node: "if" }, { node: "if", port: "false" }]);
    bench.toggleBreakpoint("if");
    expect(bench.getState().breakpoints).toEqual([]);
  });
});
