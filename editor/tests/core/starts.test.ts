// Where a run begins, and what new flows and templates begin with.
import { describe, expect, test } from "vitest";
import { Catalog } from "../../src/core/descriptor";
import type { FlowDocument, FlowNode } from "../../src/core/document";
import { startingDocument } from "../../src/core/starter";
import { startFor, startsOf } from "../../src/core/starts";
import { insertionOf } from "../../src/core/templateParts";
import { catalog } from "../kit/catalog";
import { clock, hook } from "../kit/triggers";

/** Triggers come first in it, as they may in the order of a server. */
const types = new Catalog([clock, hook, ...catalog.items], []);

const node = (id: string, type: string, rest: Partial<FlowNode> = {}): FlowNode => ({
  id,
  type,
  x: 0,
  y: 0,
  ...rest,
});
const flow = (...nodes: FlowNode[]): FlowDocument => ({ format: "f", name: "x", nodes, wires: [] });
const idsOf = (nodes: readonly FlowNode[]) => nodes.map(({ id }) => id);

describe("starts", () => {
  test("the plain start comes first, then the triggers as they are drawn; what is off is none", () => {
    const document = flow(
      node("daily", "t.clock"),
      node("orders", "t.hook"),
      node("begin", "t.begin"),
      node("a", "t.work"),
      node("value", "t.value"),
      node("off", "t.clock", { disabled: true }),
      node("strange", "x.unknown"),
    );
    expect(idsOf(startsOf(document, types))).toEqual(["begin", "daily", "orders"]);
  });

  test("a run of a part begins at the start that leads there", () => {
    const document = {
      ...flow(node("begin", "t.begin"), node("daily", "t.clock"), node("a", "t.work"), node("b", "t.work")),
      wires: [
        { id: "w1", source: "begin", target: "a" },
        { id: "w2", source: "daily", target: "b" },
      ],
    };
    const starts = startsOf(document, types);
    expect(startFor(document, starts, "b")?.id).toBe("daily");
    expect(startFor(document, starts, "elsewhere")?.id).toBe("begin");
    expect(startFor(document, starts)?.id).toBe("begin");
  });

  test("a new flow begins at a plain start, whatever the order of the types", () => {
    expect(startingDocument("New", types).nodes.map(({ type }) => type)).toEqual(["t.begin"]);
  });

  test("a template brings its triggers along, and no second plain start", () => {
    const template = flow(node("begin", "t.begin"), node("daily", "t.clock"));
    const { nodes } = insertionOf(flow(node("own", "t.begin")), types, template, { x: 0, y: 0 });
    expect(nodes).toHaveLength(1);
  });
});
