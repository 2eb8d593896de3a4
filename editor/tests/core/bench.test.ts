// What lies beside a flow: breakpoints, pins, watches and changes, and what of them the browser keeps.
import { describe, expect, test } from "vitest";
import { benchOf, createBench, hasEdits, type Shelf } from "../../src/core/bench";

function shelf(start: { [key: string]: string } = {}): Shelf & { texts: { [key: string]: string } } {
  const texts = { ...start };
  return {
    texts,
    getItem: (key) => texts[key] ?? null,
    setItem: (key, value) => {
      texts[key] = value;
    },
  };
}

describe("the bench", () => {
  test("a breakpoint comes and goes; its condition takes its place", () => {
    const bench = createBench();
    bench.toggleBreakpoint("a");
    bench.setBreakpoint({ node: "a", condition: "vars.n > 2", iteration: 3 });
    bench.toggleBreakpoint("b");
    expect(bench.getState().breakpoints).toEqual([
      { node: "a", condition: "vars.n > 2", iteration: 3 },
      { node: "b" },
    ]);
    bench.toggleBreakpoint("a");
    expect(bench.getState().breakpoints).toEqual([{ node: "b" }]);
  });

  test("what was set is there when the page comes back, but not what was to change at a pause", () => {
    const box = shelf();
    const bench = createBench(box, "flow-1");
    bench.toggleBreakpoint("a");
    bench.pin("b", { rows: 3 });
    bench.setState({ watches: ["vars.n"] });
    bench.edit({ name: "n", scope: "job", value: 1 });
    const again = createBench(box, "flow-1").getState();
    expect(again.breakpoints).toEqual([{ node: "a" }]);
    expect(again.pins).toEqual({ b: { rows: 3 } });
    expect(again.watches).toEqual(["vars.n"]);
    expect(hasEdits(again)).toBe(false);
    expect(createBench(box, "flow-2").getState().breakpoints).toEqual([]);
  });

  test.each(["not json", "[]", '{"breakpoints":[1,{"node":2}],"pins":[],"watches":[3]}', "null"])(
    "%s in the browser's storage counts as nothing",
    (text) => {
      const { breakpoints, pins, watches } = createBench(shelf({ k: text }), "k").getState();
      expect([breakpoints, pins, watches]).toEqual([[], {}, []]);
    },
  );

  test("storage that is full costs nothing but the keeping", () => {
    const bench = createBench(
      {
        getItem: () => null,
        setItem: () => {
          throw new Error("full");
        },
      },
      "k",
    );
    bench.pin("a", 1);
    expect(bench.getState().pins).toEqual({ a: 1 });
  });

  test("a run is told only of nodes that it has", () => {
    const bench = createBench();
    for (const node of ["a", "gone"]) {
      bench.toggleBreakpoint(node);
      bench.pin(node, node);
    }
    const told = benchOf(bench.getState(), [{ id: "a" }]);
    expect(told).toEqual({ breakpoints: [{ node: "a" }], pins: { a: "a" } });
    bench.unpin("a");
    expect(bench.getState().pins).toEqual({ gone: "gone" });
  });

  test("the last change of a variable counts, for each reach", () => {
    const bench = createBench();
    bench.edit({ name: "n", scope: "job", value: 1 });
    bench.edit({ name: "n", scope: "step", value: 2 });
    bench.edit({ name: "n", scope: "job", value: 3 });
    expect(bench.getState().edits.variables).toEqual([
      { name: "n", scope: "step", value: 2 },
      { name: "n", scope: "job", value: 3 },
    ]);
  });
});
