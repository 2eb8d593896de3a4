// What the canvas draws: objects are reused unless what they show has changed, so that a drag draws one node.
import { describe, expect, test } from "vitest";
import { applyOperation } from "../../src/core/operations";
import { CanvasModel } from "../../src/ui/canvas/model";
import { catalog, sampleDocument } from "../kit/catalog";

const NONE = new Set<string>();
const MARKS = new Map();

describe("canvas model", () => {
  test("an edit makes a new object for the edited node only", () => {
    const model = new CanvasModel(catalog);
    const before = sampleDocument();
    const first = model.buildNodes({ document: before, selected: NONE, marks: MARKS, moving: new Map() });
    const after = applyOperation(before, { kind: "renameNode", node: "a", name: "Changed" });
    const second = model.buildNodes({ document: after, selected: NONE, marks: MARKS, moving: new Map() });
    expect(second.map((node, index) => node === first[index])).toEqual([true, false, true]);
    expect(second[1]?.data.title).toBe("Changed");
  });

  test("moving, selecting and marking touch one node each", () => {
    const model = new CanvasModel(catalog);
    const document = sampleDocument();
    const first = model.buildNodes({ document, selected: NONE, marks: MARKS, moving: new Map() });
    const second = model.buildNodes({
      document,
      selected: new Set(["a"]),
      marks: MARKS,
      moving: new Map([["b", { x: 5, y: 6 }]]),
    });
    expect(second.map((node, index) => node === first[index])).toEqual([true, false, false]);
    expect(second[2]?.position).toEqual({ x: 5, y: 6 });
  });

  test("every node knows its size and handles, so that nothing waits to be measured", () => {
    const nodes = new CanvasModel(catalog).buildNodes({
      document: sampleDocument(),
      selected: NONE,
      marks: MARKS,
      moving: new Map(),
    });
    expect(nodes[1]).toMatchObject({ width: 200, height: 56, measured: { width: 200, height: 56 } });
    expect(nodes[1]?.handles?.map((handle) => handle.id)).toEqual(["i:in", "o:output", "o:error"]);
  });

  test("wires keep their objects, and those without a port at both ends are not drawn", () => {
    const model = new CanvasModel(catalog);
    const document = sampleDocument();
    const broken = applyOperation(document, {
      kind: "addWire",
      wire: { id: "w9", source: "a", sourcePort: "gone", target: "b" },
    });
    const first = model.buildEdges(document, NONE);
    const second = model.buildEdges(broken, new Set(["w2"]));
    expect(second.map((edge) => edge.id)).toEqual(["w1", "w2"]);
    expect(second.map((edge, index) => edge === first[index])).toEqual([true, false]);
  });
});
