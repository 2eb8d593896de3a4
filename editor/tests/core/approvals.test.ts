// A step that asks people: the notch of its card, from near and from far away.
import { describe, expect, test } from "vitest";
import { measure, notchedPath, placePorts } from "../../src/core/geometry";
import { thumbnailOf } from "../../src/core/thumbnail";
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
