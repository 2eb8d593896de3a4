// Drawing a wire by keys: what it may leave from, where it may lead, and how the end is chosen.
import { describe, expect, test } from "vitest";
import { endBeside, endsNamed, startsOf, targetsOf } from "../../src/core/connecting";
import type { FlowDocument } from "../../src/core/document";
import { catalog } from "../kit/catalog";

const document: FlowDocument = {
  format: "opsconductor.flow/1",
  name: "Loose",
  nodes: [
    { id: "begin", type: "t.begin", x: 0, y: 0 },
    { id: "far", type: "t.work", name: "Far away", x: 900, y: 0 },
    { id: "near", type: "t.work", name: "Near by", x: 300, y: 0 },
    { id: "below", type: "t.work", name: "Below", x: 300, y: 400 },
  ],
  wires: [],
};
const begin = { node: "begin", port: "output", side: "output" as const };
const labels = (ends: readonly { label: string }[]) => ends.map((end) => end.label);

describe("connecting by keys", () => {
  test("a wire leaves from an output of the node", () => {
    expect(startsOf(document, catalog, "near").map((end) => end.ref.port)).toContain("output");
    expect(startsOf(document, catalog, "gone")).toEqual([]);
  });

  test("it may lead to what fits, the nearest first", () => {
    expect(labels(targetsOf(document, catalog, begin))).toEqual(["Near by", "Below", "Far away"]);
    const wired = { ...document, wires: [{ id: "w", source: "begin", target: "near" }] };
    expect(labels(targetsOf(wired, catalog, begin))).toEqual(["Below", "Far away"]);
  });

  test("typing leaves those whose names fit", () => {
    const ends = targetsOf(document, catalog, begin);
    expect(labels(endsNamed(ends, "fa"))).toEqual(["Far away"]);
    expect(endsNamed(ends, "xyz")).toEqual([]);
    expect(endsNamed(ends, " ")).toEqual(ends);
  });

  test("arrows go from end to end by where they are", () => {
    const ends = targetsOf(document, catalog, begin);
    const [near] = ends;
    if (!near) throw new Error("There are three ends.");
    expect(endBeside(document, catalog, ends, near, "right")?.label).toBe("Far away");
    expect(endBeside(document, catalog, ends, near, "down")?.label).toBe("Below");
    expect(endBeside(document, catalog, ends, near, "left")).toBeUndefined();
  });
});
