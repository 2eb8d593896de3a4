// Going through a drawing by keys, and its outline as text.
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { linesOf, outlineOf } from "../../src/core/outline";
import { spread } from "../../src/core/places";
import { nextStop, sayStop, stopsOf } from "../../src/core/stops";
import { catalog } from "../kit/catalog";

const looped: FlowDocument = {
  format: "opsconductor.flow/1",
  name: "Looped",
  nodes: [
    { id: "after", type: "t.work", name: "After", x: 600, y: 0 },
    { id: "body", type: "t.work", name: "Body", x: 400, y: 100, disabled: true },
    { id: "round", type: "t.round", name: "Round", x: 200, y: 0 },
    { id: "begin", type: "t.begin", x: 0, y: 0 },
    { id: "alone", type: "t.work", name: "Alone", x: 0, y: 400 },
  ],
  wires: [
    { id: "w1", source: "begin", target: "round" },
    { id: "w2", source: "round", sourcePort: "loop", target: "body" },
    { id: "w3", source: "body", target: "round", targetPort: "back", kind: "loop" },
    { id: "w4", source: "round", target: "after" },
    { id: "w5", source: "after", sourcePort: "error", target: "alone" },
  ],
};
const regions = [{ control: "round", port: "loop", nodes: ["body"] }];

describe("going through a drawing", () => {
  const go = (document: FlowDocument, from: string | undefined, way: Parameters<typeof nextStop>[3]) =>
    nextStop(document, catalog, from, way)?.id;

  test("arrows follow the wires, else the nearest node that way", () => {
    expect(go(looped, undefined, "right")).toBe("begin");
    expect(go(looped, "begin", "right")).toBe("round");
    expect(go(looped, "round", "right")).toBe("after");
    expect(go(looped, "body", "left")).toBe("round");
    expect(go(looped, "body", "down")).toBe("alone");
    expect(go(looped, "begin", "left")).toBeUndefined();
  });

  const annotated: FlowDocument = {
    ...looped,
    groups: [{ id: "g", name: "Both", nodes: ["round", "body"] }],
    notes: [{ id: "n", x: 200, y: 300, width: 240, height: 90, text: "Read **this**" }],
  };

  test("notes and titles of groups are stops too", () => {
    expect(go(annotated, "body", "down")).toBe("note:n");
    expect(go(annotated, "note:n", "up")).toBe("round");
    expect(go(annotated, "round", "up")).toBe("title:g");
    expect(go(annotated, "title:g", "down")).toBe("round");
  });

  test("a folded group is one stop, and wires lead to it", () => {
    const folded = {
      ...annotated,
      groups: [{ id: "g", name: "Both", nodes: ["round", "body"], collapsed: true }],
    };
    expect(stopsOf(folded, catalog).map((stop) => stop.id)).toEqual([
      "after",
      "begin",
      "alone",
      "group:g",
      "note:n",
    ]);
    expect(go(folded, "begin", "right")).toBe("group:g");
    expect(go(folded, "group:g", "right")).toBe("after");
  });

  test("each stop says what it is", () => {
    const say = (id: string) => {
      const stop = stopsOf(annotated, catalog).find((item) => item.id === id);
      return stop && sayStop(annotated, catalog, stop);
    };
    expect(say("body")).toBe("Body, work, disabled, 1 in, 1 out");
    expect(say("note:n")).toBe("Note: Read **this**. Enter writes, Delete removes");
    expect(say("title:g")).toBe("Both, group of 2 nodes. Enter names it");
  });

  test("what leads there, what it leads to, and all that hangs together", () => {
    const ids = (way: Parameters<typeof spread>[2], from: string) =>
      [...spread(looped, new Set([from]), way)].sort();
    expect(ids("upstream", "body")).toEqual(["begin", "body", "round"]);
    expect(ids("downstream", "round")).toEqual(["after", "alone", "body", "round"]);
    expect(ids("connected", "alone")).toHaveLength(5);
  });
});

describe("the outline", () => {
  test("is the flow in the order it runs, bodies inside, with where each node leads", () => {
    const tree = outlineOf(looped, catalog, regions);
    const text = linesOf(tree, new Set()).map(({ item, level }) => `${level} ${item.title}`);
    expect(text).toEqual(["1 begin", "1 Round", "2 loop", "3 Body", "1 After", "1 Alone"]);
    const leads = tree.map((node) => node.leads);
    expect(leads).toEqual(["then Round", "then After", "on error Alone", ""]);
    expect(tree[1]?.children[0]?.children[0]).toMatchObject({ leads: "back to Round", isDisabled: true });
  });

  test("loses no node, whatever the wires and regions say", () => {
    const circle: FlowDocument = {
      ...looped,
      wires: [...looped.wires, { id: "w9", source: "after", target: "begin" }],
    };
    const stale = [...regions, { control: "gone", port: "loop", nodes: ["after"] }];
    const lines = linesOf(outlineOf(circle, catalog, stale), new Set());
    const ids = lines.flatMap(({ item }) => (item.kind === "node" ? [item.id] : []));
    expect(ids.sort()).toEqual(["after", "alone", "begin", "body", "round"]);
  });

  test("what is inside a closed line is not seen", () => {
    const lines = linesOf(outlineOf(looped, catalog, regions), new Set(["node:round"]));
    expect(lines.map(({ item }) => item.title)).not.toContain("Body");
  });
});
