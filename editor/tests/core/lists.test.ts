// What lists of runs and flows are made of: filters, files, bars, pictures, saved views.
import { describe, expect, test } from "vitest";
import { toCsv } from "../../src/core/csv";
import type { FlowDocument } from "../../src/core/document";
import { readFlows } from "../../src/core/flowBundle";
import { cellsOf, sumOf } from "../../src/core/flowDay";
import { fileOf } from "../../src/core/flowList";
import { formatIn } from "../../src/core/format";
import { barsOf, spanOf } from "../../src/core/histogram";
import { filterOf, isFiltered, rangeMs, runQuery, toggled } from "../../src/core/runFilter";
import { readViews, withView, writeViews } from "../../src/core/savedViews";
import { startedBy, triggerWord } from "../../src/core/startedBy";
import { thumbnailOf } from "../../src/core/thumbnail";

const document = (name: string): FlowDocument => ({
  format: "opsconductor.flow/1",
  name,
  nodes: [],
  wires: [],
});

describe("a filter of runs", () => {
  const now = Date.parse("2026-03-02T12:00:00Z");

  test("is asked for with every state by its own name, and a span that ends now", () => {
    expect(
      runQuery({ status: "failed,timed_out", since: "24h", from: "x", to: "y", flow: "f" }, now),
    ).toEqual({
      status: ["failed", "timed_out"],
      flow: "f",
      from: "2026-03-01T12:00:00.000Z",
      to: undefined,
    });
  });

  test("keeps a chosen span, and leaves out how the list is shown", () => {
    const search = { from: "a", to: "b", sort: "-duration", page: "3", selected: "x" };
    expect(filterOf(search)).toEqual({ from: "a", to: "b" });
    expect(runQuery(search, now)).toEqual({ status: [], from: "a", to: "b" });
    expect(isFiltered({ sort: "-duration", selected: "x" })).toBe(false);
  });

  test("takes a value in and out", () => {
    expect(toggled(undefined, "failed")).toBe("failed");
    expect(toggled("failed", "running")).toBe("failed,running");
    expect(toggled("failed", "failed")).toBeUndefined();
  });

  test("knows hours and days only", () => {
    expect([rangeMs("1h"), rangeMs("7d"), rangeMs("soon"), rangeMs(undefined)]).toEqual([
      3_600_000,
      7 * 86_400_000,
      undefined,
      undefined,
    ]);
  });
});

describe("rows as a file", () => {
  test("are quoted where they must be, and start no formula", () => {
    const rows = [
      { a: 'x,"y"\n', b: 1 },
      { a: "=2+3", b: null },
    ];
    const text = toCsv(rows, [
      ["a", (row) => row.a],
      ["b", (row) => row.b],
    ]);
    expect(text).toBe(`a,b\r\n"x,""y""\n",1\r\n'=2+3,\r\n`);
  });

  test("one flow is a flow, several are a bundle, and both are read again", () => {
    const one = fileOf([document("Größe & Co")]);
    expect(one.name).toBe("größe-co.json");
    expect(readFlows(JSON.stringify(one.value)).map((flow) => flow.name)).toEqual(["Größe & Co"]);
    const many = fileOf([document("A"), document("B")]);
    expect(readFlows(JSON.stringify(many.value)).map((flow) => flow.name)).toEqual(["A", "B"]);
    expect(() => readFlows('{"flows":[]}')).toThrow("no flow");
    expect(() => readFlows("nonsense")).toThrow("not JSON");
  });
});

describe("bars", () => {
  const bucket = (from: string, completed: number, failed: number) => ({ from, completed, failed, other: 0 });
  const line = { to: "d", buckets: [bucket("a", 1000, 1), bucket("b", 0, 0), bucket("c", 3, 0)] };

  test("show a single failure beside a thousand good runs, within their height", () => {
    const bars = barsOf(line, 48);
    expect(bars.map(({ index, part }) => [index, part])).toEqual([
      [0, "completed"],
      [0, "failed"],
      [2, "completed"],
    ]);
    expect(bars.every(({ y, height }) => y >= 0 && height >= 3 && y + height <= 48.001)).toBe(true);
  });

  test("give the span of time between two of them, in either order", () => {
    expect(spanOf(line, 0, 1)).toEqual({ from: "a", to: "c" });
    expect(spanOf(line, 2, 1)).toEqual({ from: "b", to: "d" });
  });

  test("of a day add up and tell an hour without runs from one that went well", () => {
    const hours = [
      { completed: 0, failed: 0 },
      { completed: 4, failed: 0 },
      { completed: 0, failed: 2 },
    ];
    expect(sumOf(hours)).toEqual({ completed: 4, failed: 2 });
    expect(cellsOf(hours, 20).map(({ hour, part, height }) => [hour, part, height])).toEqual([
      [0, "none", 2],
      [1, "completed", 20],
      [2, "failed", 20],
    ]);
  });
});

describe("a picture of a flow", () => {
  test("has a box for each node and a line for each wire between two of them", () => {
    const picture = thumbnailOf(
      {
        ...document("P"),
        nodes: [
          { id: "a", type: "t", x: 0, y: 0 },
          { id: "b", type: "t", x: 300, y: 100, disabled: true },
        ],
        wires: [
          { id: "w", source: "a", target: "b" },
          { id: "gone", source: "a", target: "nowhere" },
        ],
      },
      undefined,
    );
    expect(picture?.boxes.map(({ id, isDisabled }) => [id, isDisabled])).toEqual([
      ["a", false],
      ["b", true],
    ]);
    expect(picture?.lines.map(({ id, path }) => [id, path])).toEqual([
      ["w", "M200 28C250 28 250 128 300 128"],
    ]);
    expect(picture?.bounds).toEqual({ x: -48, y: -48, width: 596, height: 252 });
  });

  test("is none of an empty flow", () => {
    expect(thumbnailOf(document("P"), undefined)).toBeUndefined();
  });
});

describe("saved views", () => {
  test("are kept, replaced by name, and survive nonsense in the store", () => {
    localStorage.clear();
    const first = withView([], { name: "Mine", search: { status: "failed" } });
    writeViews("runs", withView(first, { name: "Mine", search: { status: "running" } }));
    expect(readViews("runs")).toEqual([{ name: "Mine", search: { status: "running" } }]);
    localStorage.setItem("opsconductor.views.runs", "{]");
    expect(readViews("runs")).toEqual([]);
    localStorage.setItem("opsconductor.views.runs", '[1, {"name": "x"}]');
    expect(readViews("runs")).toEqual([]);
  });
});

test.each([
  [20_000, "now"],
  [5 * 60_000, "in 5 min"],
  [3 * 3_600_000, "in 3 h"],
  [4 * 86_400_000, "in 4 days"],
])("%i ms ahead is %s", (ahead, words) => {
  const now = Date.parse("2026-01-01T00:00:00Z");
  expect(formatIn(new Date(now + ahead).toISOString(), now)).toBe(words);
});

test("a run is started by a person, or by what started it where nobody did", () => {
  expect(startedBy({ trigger: "manual", created_by: "ann" })).toBe("ann");
  expect(startedBy({ trigger: "cli", created_by: null })).toBe("command line");
  expect(startedBy({ trigger: "schedule", created_by: "ann" })).toBe("schedule");
  expect(triggerWord("webhook")).toBe("webhook");
  expect(triggerWord("later")).toBe("later");
});
