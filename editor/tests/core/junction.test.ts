// A junction: a dot with its ports on it, wherever sizes and places are asked for.
import { describe, expect, test } from "vitest";
import { align, boxesOf } from "../../src/core/arrange";
import { copyText, prepareClip, readClip } from "../../src/core/clipboard";
import { portsOf } from "../../src/core/descriptor";
import type { FlowDocument } from "../../src/core/document";
import { boxOf, measure, placePorts } from "../../src/core/geometry";
import { layoutGraph, plainPlaces } from "../../src/core/layout";
import { outlineOf } from "../../src/core/outline";
import { insertOnWire } from "../../src/core/splice";
import { chainOf } from "../../src/core/steps";
import { nextStop, sayStop, stopsOf } from "../../src/core/stops";
import { thumbnailOf } from "../../src/core/thumbnail";
import { CanvasModel } from "../../src/ui/canvas/model";
import { nodeAt } from "../../src/ui/canvas/overview/paint";
import { boxesOf as sceneBoxes, sceneOf } from "../../src/ui/canvas/overview/scene";
import { wireAt } from "../../src/ui/canvas/wireAt";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const JUNCTION = { id: "j", type: "t.dot", x: 840, y: 20 };

/** begin -> a -> b -> j */
function drawing(): FlowDocument {
  const { nodes, wires, ...rest } = sampleDocument();
  return { ...rest, nodes: [...nodes, JUNCTION], wires: [...wires, { id: "w3", source: "b", target: "j" }] };
}

const canvasOf = (document: FlowDocument) => {
  const model = new CanvasModel(catalog);
  const none = new Set<string>();
  return {
    items: model.buildNodes({ document, selected: none, marks: new Map(), moving: new Map() }),
    edges: model.buildEdges(document, none),
  };
};

describe("geometry", () => {
  const type = catalog.get("t.dot");
  if (!type) throw new Error("no junction");

  test("both ports are the middle of the dot", () => {
    const { ports, size } = measure(type, {});
    expect(size).toEqual({ width: 16, height: 16 });
    expect(placePorts(ports, size, type.shape).map(({ port, x, y, at }) => [port.id, x, y, at])).toEqual([
      ["in", 8, 8, "left"],
      ["output", 8, 8, "right"],
    ]);
  });

  test("on the grid, its middle is level with the ports of a node", () => {
    const work = catalog.get("t.work");
    if (!work) throw new Error("no work");
    const [port] = placePorts(portsOf(work, {}), measure(work, {}).size);
    const dot = boxOf(JUNCTION, catalog);
    expect((dot.y + dot.height / 2 - (port?.y ?? 0)) % 20).toBe(0);
  });

  test("the shape decides, not the name of the type", () => {
    expect(measure({ ...type, type: "other.thing", name: "Other" }, {}).size.width).toBe(16);
    expect(measure({ ...type, shape: "standard" }, {}).size.width).toBe(200);
  });
});

describe("all that asks for its size", () => {
  test("the canvas: it is where its box is, and its wires end at the edges of the dot", () => {
    const { items } = canvasOf(drawing());
    expect(items[3]).toMatchObject({ width: 16, height: 16, measured: { width: 16, height: 16 } });
    expect(items[3]?.handles?.map(({ x, y, width }) => [x, y, width])).toEqual([
      [3, 3, 10],
      [3, 3, 10],
    ]);
  });

  test("the picture from far away draws a dot in the colour of wires, and a press beside it means it", () => {
    const { items, edges } = canvasOf(drawing());
    const scene = sceneOf(items, edges);
    expect(scene.nodes.map((node) => node.isDot)).toEqual([false, false, false, true]);
    expect(scene.nodes[3]).toMatchObject({ color: "wire-idle", width: 16 });
    expect(sceneBoxes(items).bounds).toMatchObject({ width: 856 });
    expect(nodeAt(scene, { x: 866, y: 28 })?.id).toBe("j");
    expect(nodeAt(scene, { x: 880, y: 28 })).toBeUndefined();
  });

  test("it is dropped on a wire wherever that is", () => {
    const { items, edges } = canvasOf(drawing());
    const { wires } = sceneOf(items, edges);
    for (let x = 210; x < 270; x += 3)
      expect([x, wireAt(wires, { x: x - 8, y: 18, width: 16, height: 16 })]).toEqual([x, "w1"]);
  });

  test("thumbnail, layout, alignment", () => {
    const document = drawing();
    expect(thumbnailOf(document, catalog)?.boxes[3]).toMatchObject({ width: 16, height: 16, isDot: true });
    const [laid] = (layoutGraph(document, catalog).children ?? []).slice(3);
    expect(laid).toMatchObject({ id: "j", width: 16, height: 16 });
    expect(laid?.ports?.map(({ x, y }) => [x, y])).toEqual([
      [8, 8],
      [8, 8],
    ]);
    const places = plainPlaces({ ...document, nodes: document.nodes.toReversed() }, catalog);
    expect(places.find(({ id }) => id === "j")).toEqual({ id: "j", x: 840, y: 20 });
    const level = align(boxesOf(document, catalog, new Set(["b", "j"])), "middle");
    expect(level).toMatchObject({ positions: [{ y: 0 }, { y: 20 }] });
  });

  test("a copy of it lands with its middle where it is pasted", () => {
    const clip = readClip(copyText(drawing(), new Set(["j"])));
    if (!clip) throw new Error("the copied text cannot be read");
    const { nodes } = prepareClip(clip, drawing(), { x: 500, y: 300 }, { catalog });
    expect(nodes[0]).toMatchObject({ x: 492, y: 292 });
  });
});

describe("without a mouse", () => {
  test("arrows come to it, and it says what it is", () => {
    const document = drawing();
    const stop = nextStop(document, catalog, "b", "right");
    expect(stop).toMatchObject({ id: "j", box: { x: 840, y: 20, width: 16, height: 16 } });
    expect(stop && sayStop(document, catalog, stop)).toBe("dot, 1 in, 0 out");
    expect(stopsOf(document, catalog)).toHaveLength(4);
  });

  test("it is a line of the outline and a step of the list", () => {
    const document = drawing();
    expect(outlineOf(document, catalog, []).map((item) => [item.id, item.leads])).toContainEqual([
      "b",
      "then dot",
    ]);
    const chain = chainOf(document, catalog);
    expect(chain.ok && chain.steps.map((step) => step.id)).toEqual(["begin", "a", "b", "j"]);
  });
});

describe("in a wire", () => {
  const put = (at?: { x: number; y: number }) =>
    gesture((state) => {
      const wire = state().document.wires[1];
      const operation =
        wire && insertOnWire(state().document, catalog, { ...JUNCTION, x: 0, y: 0 }, wire, at);
      if (operation) state().apply(operation);
      expect(state().history.past).toHaveLength(1);
    });

  test("it lies in the middle, and what follows stays where it is", () => {
    const { nodes, wires } = put();
    expect(nodes.map(({ id, x, y }) => [id, x, y])).toEqual([
      ["begin", 0, 0],
      ["a", 280, 0],
      ["b", 560, 0],
      ["j", 520, 20],
    ]);
    expect(wires.slice(1).map(({ source, target }) => `${source}>${target}`)).toEqual(["a>j", "j>b"]);
  });

  test("or with its middle at the pointer, as far as the grid allows", () => {
    expect(put({ x: 507, y: 31 }).nodes[3]).toMatchObject({ x: 500, y: 20 });
  });
});
