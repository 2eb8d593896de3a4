// A chain as a list of steps.
import { describe, expect, test } from "vitest";
import { type FlowDocument, type FlowNode, serialize } from "../../src/core/document";
import type { EditorState } from "../../src/core/editorStore";
import type { Operation } from "../../src/core/operations";
import { chainOf, movedStep, withoutStep, withStep } from "../../src/core/steps";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

/** begin > a > b > end, standing on a staircase. */
function chain(): FlowDocument {
  const document = sampleDocument();
  return {
    ...document,
    nodes: [...document.nodes, { id: "end", type: "t.finish", x: 840, y: 0 }].map((node, index) => ({
      ...node,
      y: index * 10,
    })),
    wires: [...document.wires, { id: "w3", source: "b", target: "end", label: "at last" }],
  };
}

const steps = (document: FlowDocument): readonly FlowNode[] => {
  const found = chainOf(document, catalog);
  if (!found.ok) throw new Error(found.reason);
  return found.steps;
};
const names = (document: FlowDocument) => steps(document).map(({ id }) => id);
const places = (document: FlowDocument) => steps(document).map(({ x, y }) => `${x},${y}`);

function apply(state: () => EditorState, operation: Operation | undefined): void {
  if (!operation) throw new Error("it was refused");
  state().apply(operation);
  expect(state().history.past.length).toBe(1);
}

describe("the list of a chain", () => {
  test("has its steps in order, and looking at it changes nothing", () => {
    const document = chain();
    const before = serialize(document);
    expect(names(document)).toEqual(["begin", "a", "b", "end"]);
    expect(names({ ...document, nodes: document.nodes.toReversed() })).toEqual(["begin", "a", "b", "end"]);
    expect(serialize(document)).toBe(before);
    expect(steps({ ...document, nodes: [], wires: [] })).toEqual([]);
  });

  test.each<[string, (document: FlowDocument) => FlowDocument, string, string | undefined]>([
    [
      "a branch",
      (it) => ({ ...it, wires: [...it.wires, { id: "w4", source: "a", target: "end" }] }),
      "“work” branches",
      "a",
    ],
    [
      "an error wire",
      (it) => ({
        ...it,
        wires: [...it.wires, { id: "w4", source: "a", sourcePort: "error", target: "end" }],
      }),
      "“error”",
      "a",
    ],
    [
      "a node beside",
      (it) => ({ ...it, nodes: [...it.nodes, { id: "c", type: "t.work", x: 0, y: 0 }] }),
      "is not wired",
      "c",
    ],
    [
      "a body",
      (it) => ({
        ...it,
        nodes: it.nodes.map((node) => (node.id === "a" ? { ...node, type: "t.round" } : node)),
        wires: it.wires.map((wire) => (wire.id === "w2" ? { ...wire, sourcePort: "loop" } : wire)),
      }),
      "“loop”",
      "a",
    ],
    [
      "a circle",
      (it) => ({
        ...it,
        nodes: it.nodes.slice(1, 3),
        wires: [
          { id: "x", source: "a", target: "b" },
          { id: "y", source: "b", target: "a" },
        ],
      }),
      "circle",
      undefined,
    ],
  ])("says what is in the way: %s", (_what, change, says, node) => {
    const found = chainOf(change(chain()), catalog);
    expect(found.ok).toBe(false);
    if (found.ok) return;
    expect(found.reason).toContain(says);
    expect(found.node).toBe(node);
  });

  test("a step goes up or down: wires follow, and the drawing keeps its places", () => {
    const document = gesture((state) => {
      apply(state, movedStep(steps(state().document), state().document, catalog, "b", 1));
    }, chain());
    expect(names(document)).toEqual(["begin", "b", "a", "end"]);
    expect(places(document)).toEqual(places(chain()));
    expect(document.nodes.find(({ id }) => id === "b")).toMatchObject({ colour: "red" });
  });

  test("nothing goes before the start or behind the end", () => {
    const document = chain();
    expect(movedStep(steps(document), document, catalog, "a", 0)).toBeUndefined();
    expect(movedStep(steps(document), document, catalog, "b", 3)).toBeUndefined();
    expect(movedStep(steps(document), document, catalog, "b", 4)).toBeUndefined();
  });

  test("a step goes, its neighbours are joined, and the gap closes", () => {
    const document = gesture((state) => {
      apply(state, withoutStep(steps(state().document), state().document, catalog, "a"));
    }, chain());
    expect(names(document)).toEqual(["begin", "b", "end"]);
    expect(places(document)).toEqual(["0,0", "280,10", "560,20"]);
    expect(document.wires.find(({ id }) => id === "w3")).toEqual({
      id: "w3",
      source: "b",
      target: "end",
      label: "at last",
    });
  });

  test("a step comes between, first, and last", () => {
    const node: FlowNode = { id: "new", type: "t.work", x: 5, y: 5, config: {} };
    const put = (after: string | undefined, from = chain()) =>
      gesture((state) => {
        apply(state, withStep(steps(state().document), state().document, catalog, node, after));
      }, from);
    expect(names(put("a"))).toEqual(["begin", "a", "new", "b", "end"]);
    expect(places(put("a"))).toEqual(["0,0", "280,10", "560,20", "840,30", "1120,30"]);
    const open = { ...chain(), nodes: chain().nodes.slice(1, 3), wires: chain().wires.slice(1, 2) };
    expect(names(put(undefined, open))).toEqual(["new", "a", "b"]);
    expect(names(put("b", open))).toEqual(["a", "b", "new"]);
    expect(names(put(undefined, { ...chain(), nodes: [], wires: [] }))).toEqual(["new"]);
    expect(withStep(steps(chain()), chain(), catalog, node, "end")).toBeUndefined();
  });
});
