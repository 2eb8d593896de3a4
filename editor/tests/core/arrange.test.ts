// Order on the canvas: align, distribute, guides, arrows, and the layout that an engine made.
import { describe, expect, test } from "vitest";
import {
  addGroup,
  addNote,
  groupsOf,
  notesOf,
  removeGroups,
  setGroup,
  setNote,
} from "../../src/core/annotations";
import { align, boxesOf, distribute, snapToGrid } from "../../src/core/arrange";
import type { FlowDocument } from "../../src/core/document";
import { guidesFor } from "../../src/core/guides";
import { type LayoutNode, layoutGraph, placesFrom, plainPlaces } from "../../src/core/layout";
import { nextPlace } from "../../src/core/navigate";
import type { BasicOperation } from "../../src/core/operations";
import { fitBox, isOverview, startViewport } from "../../src/core/viewport";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const scattered = (): FlowDocument => {
  const document = sampleDocument();
  const at = [
    [3, 10],
    [300, 55],
    [1000, 200],
  ];
  return {
    ...document,
    nodes: document.nodes.map((node, index) => ({ ...node, x: at[index]?.[0] ?? 0, y: at[index]?.[1] ?? 0 })),
  };
};

function arranged(operation: (document: FlowDocument) => BasicOperation | undefined): FlowDocument {
  const document = scattered();
  return gesture((state) => {
    const change = operation(document);
    if (change) state().apply(change);
  }, document);
}

const places = (document: FlowDocument) => document.nodes.map(({ x, y }) => [x, y]);

describe("arrange", () => {
  test("align brings edges and middles onto one line", () => {
    expect(places(arranged((document) => align(boxesOf(document, catalog), "left"))).map(([x]) => x)).toEqual(
      [3, 3, 3],
    );
    expect(
      places(arranged((document) => align(boxesOf(document, catalog), "bottom"))).map(([, y]) => y),
    ).toEqual([200, 200, 200]);
    expect(
      places(arranged((document) => align(boxesOf(document, catalog), "middle"))).map(([, y]) => y),
    ).toEqual([105, 105, 105]);
  });

  test("distribute leaves the outer two and makes the gaps equal", () => {
    const xs = places(arranged((document) => distribute(boxesOf(document, catalog), "horizontal"))).map(
      ([x]) => x ?? 0,
    );
    expect(xs[0]).toBe(3);
    expect(xs[2]).toBe(1000);
    expect(Math.abs((xs[1] ?? 0) - 501.5)).toBeLessThanOrEqual(0.5);
  });

  test("snap puts nodes on the grid; too few to arrange is no change", () => {
    expect(places(arranged((document) => snapToGrid(boxesOf(document, catalog))))).toEqual([
      [0, 20],
      [300, 60],
      [1000, 200],
    ]);
    expect(align(boxesOf(scattered(), catalog, new Set(["a"])), "left")).toBeUndefined();
  });
});

describe("guides", () => {
  const box = { x: 0, y: 0, width: 200, height: 56 };

  test("the nearest edge or middle within reach counts, on each axis", () => {
    const { dx, dy, guides } = guidesFor({ ...box, x: 4, y: 303 }, [box, { ...box, x: 500, y: 300 }], 6);
    expect([dx, dy]).toEqual([-4, -3]);
    expect(guides.map((guide) => guide.axis)).toEqual(["x", "y"]);
    expect(guides[1]?.to).toBeGreaterThan(700);
  });

  test("out of reach there are none", () => {
    expect(guidesFor({ ...box, x: 40, y: 340 }, [box], 6).guides).toEqual([]);
  });
});

describe("arrows", () => {
  const boxes = new Map(boxesOf(scattered(), catalog).map((box) => [box.id, box]));

  test("left and right follow the wires, up and down the picture", () => {
    const document = scattered();
    expect(nextPlace(document.wires, boxes, undefined, "right")).toBe("begin");
    expect(nextPlace(document.wires, boxes, "begin", "right")).toBe("a");
    expect(nextPlace(document.wires, boxes, "b", "left")).toBe("a");
    expect(nextPlace(document.wires, boxes, "b", "up")).toBe("a");
    expect(nextPlace(document.wires, boxes, "b", "right")).toBeUndefined();
  });
});

describe("notes and groups", () => {
  test("are made, changed and removed, each as a step that can be undone", () => {
    const document = gesture((state) => {
      state().apply(addNote(state().document, { x: 10, y: 20 }));
      state().apply(setNote(state().document, "note1", { text: "Read **me**", tint: "blue" }));
      state().apply(setNote(state().document, "note1", { width: 300.4 }));
      state().apply(addGroup(state().document, ["a", "b"], "Work"));
      state().apply(setGroup(state().document, "group1", { collapsed: true, tint: "rose" }));
    });
    expect(notesOf(document)).toEqual([
      { id: "note1", x: 10, y: 20, width: 300, height: 120, text: "Read **me**", tint: "blue" },
    ]);
    expect(groupsOf(document)).toEqual([
      { id: "group1", name: "Work", nodes: ["a", "b"], collapsed: true, tint: "rose" },
    ]);
    const gone = gesture((state) => state().apply(removeGroups(document, new Set(["group1"]))), document);
    expect("groups" in gone).toBe(false);
  });

  test("fields of a later version stay, and a node is in one group only", () => {
    const document = { ...sampleDocument(), groups: [{ id: "g", nodes: ["a"], future: true }] };
    const renamed = gesture((state) => state().apply(setGroup(document, "g", { name: "New" })), document);
    expect(renamed.groups).toEqual([{ id: "g", nodes: ["a"], future: true, name: "New" }]);
    const regrouped = gesture((state) => state().apply(addGroup(document, ["a", "b"])), document);
    expect(groupsOf(regrouped).map((group) => group.nodes)).toEqual([["a", "b"]]);
  });
});

describe("layout", () => {
  const laidOut = (document: FlowDocument, graph: LayoutNode): LayoutNode => {
    let x = 0;
    const place = (node: LayoutNode): LayoutNode => {
      x += 300;
      return { ...node, x, y: 40, children: node.children?.map(place) };
    };
    expect(graph.children?.length).toBeGreaterThan(0);
    return { ...graph, children: graph.children?.map(place), id: document.name };
  };

  test("a group is a node with nodes inside, and wires lead from port to port", () => {
    const document = { ...sampleDocument(), groups: [{ id: "g", nodes: ["a", "b"] }] };
    const graph = layoutGraph(document, catalog);
    expect(graph.children?.map((child) => child.id)).toEqual(["begin", "group:g"]);
    expect(graph.children?.[1]?.children?.map((child) => child.id)).toEqual(["a", "b"]);
    expect(graph.edges?.[0]).toMatchObject({ sources: ["begin/o:output"], targets: ["a/i:in"] });
  });

  test("what is fixed stays, and the rest is placed around it", () => {
    const document = sampleDocument();
    document.nodes = document.nodes.map((node) =>
      node.id === "a" ? { ...node, x: 1000, y: 500, fixed: true } : node,
    );
    const found = placesFrom(document, catalog, laidOut(document, layoutGraph(document, catalog)));
    expect(found).toEqual([
      { id: "begin", x: 700, y: 500 },
      { id: "b", x: 1300, y: 500 },
    ]);
  });

  test("without an engine a part is still put in order where it is", () => {
    const document = scattered();
    const found = plainPlaces(document, catalog, new Set(["a", "b"]));
    expect(found.map((place) => place.id)).toEqual(["a", "b"]);
    expect(found[0]).toMatchObject({ x: 300, y: 60 });
  });
});

describe("the view", () => {
  const room = { width: 820, height: 700 };

  test("a small flow opens readable, a large one whole", () => {
    const wide = { x: 0, y: 0, width: 11_200, height: 6000 };
    expect(startViewport(wide, room, 60).zoom).toBe(0.5);
    const whole = startViewport(wide, room, 2000);
    expect(whole.zoom).toBeLessThan(0.1);
    expect(whole).toEqual(fitBox(wide, room));
  });

  test("the overview comes below 0.38 and goes above 0.45, of large flows", () => {
    expect([
      isOverview(0.4, false, 2000),
      isOverview(0.37, false, 2000),
      isOverview(0.4, true, 2000),
      isOverview(0.46, true, 2000),
      isOverview(0.1, false, 20),
    ]).toEqual([false, true, true, false, false]);
  });
});
