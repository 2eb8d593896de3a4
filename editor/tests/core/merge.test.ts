// Differences and merges of flow documents: what two people did is all there, and what collides is said.
import { describe, expect, test } from "vitest";
import { movedText } from "../../src/core/changeText";
import { diffDocuments } from "../../src/core/diff";
import type { FlowDocument, FlowNode, Json } from "../../src/core/document";
import { type Moved, mergeDocuments } from "../../src/core/merge";
import { applyOperation, type BasicOperation } from "../../src/core/operations";
import { mergeOrder, mergeWords } from "../../src/core/order";
import { restoreNode } from "../../src/core/restore";
import { catalog, sampleDocument } from "../kit/catalog";

const apply = (document: FlowDocument, ...operations: BasicOperation[]) =>
  applyOperation(document, { kind: "batch", operations, label: "test" });
const config = (node: string, name: string, value: Json | undefined): BasicOperation => ({
  kind: "setConfig",
  node,
  path: [name],
  value,
});
const removed = (...nodes: string[]): BasicOperation => ({ kind: "remove", nodes, wires: [] });
const moved = (id: string, x: number, y: number): BasicOperation => ({
  kind: "moveNodes",
  positions: [{ id, x, y }],
});
const added = (node: Partial<FlowNode> & { id: string }, from = "a"): BasicOperation => ({
  kind: "addNodes",
  nodes: [{ type: "t.work", x: 0, y: 200, ...node }],
  wires: [{ id: "w3", source: from, target: node.id }],
});
const merge = (base: FlowDocument, mine: FlowDocument, theirs: FlowDocument, choices = {}) =>
  mergeDocuments({ base, mine, theirs }, catalog, new Map(Object.entries(choices)));
const ids = (document: FlowDocument) => document.nodes.map((node) => node.id);
const nodeOf = (document: FlowDocument, id: string) => document.nodes.find((node) => node.id === id);
const text = (document: FlowDocument) => JSON.stringify(document);

/** Numbers that look like chance and are the same every time. */
function chance(seed: number): (below: number) => number {
  let state = seed * 2654435761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return state % below;
  };
}

/** A drawing of some nodes in a row. */
function row(count: number): FlowDocument {
  const nodes = Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    type: "t.work",
    x: index * 280,
    y: 0,
    config: { command: `step ${index}`, options: { quiet: true, depth: index } },
  }));
  const wires = nodes
    .slice(1)
    .map((node, index) => ({ id: `v${index}`, source: `n${index}`, target: node.id }));
  return { format: "opsconductor.flow/1", name: "Row", nodes, wires };
}

/** Something done to one of these nodes, or beside it. */
function anyEdit(pick: (below: number) => number, own: readonly string[], mark: string): BasicOperation {
  const node = own[pick(own.length)] ?? "";
  const value = pick(1000);
  switch (pick(7)) {
    case 0:
      return config(node, "command", `${mark} ${value}`);
    case 1:
      return { kind: "setConfig", node, path: ["options", mark], value };
    case 2:
      return { kind: "renameNode", node, name: `${mark} ${value}` };
    case 3:
      return moved(node, value, value);
    case 4:
      return { kind: "setNode", node, settings: { disabled: value % 2 === 0 ? true : undefined } };
    case 5:
      return { kind: "setConfig", node, path: ["options", "quiet"], value: undefined };
    default:
      return {
        kind: "addNodes",
        nodes: [{ id: `${mark}${value}`, type: "t.work", x: value, y: 200 }],
        wires: [{ id: `${mark}-w${value}`, source: node, target: `${mark}${value}` }],
      };
  }
}

describe("differences", () => {
  test("nothing differs from itself, nor from a copy with its fields in another order", () => {
    const document = sampleDocument();
    expect(diffDocuments(document, document)).toEqual([]);
    const { nodes, ...rest } = structuredClone(document);
    expect(
      diffDocuments(document, { ...rest, nodes: nodes.map(({ id, ...node }) => ({ ...node, id })) }),
    ).toEqual([]);
  });

  test("nodes are added, removed, changed by field, or only moved", () => {
    const before = sampleDocument();
    const after = apply(
      before,
      removed("begin"),
      config("a", "command", "ls -l"),
      moved("a", 1, 2),
      moved("b", 5, 5),
      added({ id: "c" }),
    );
    const kinds = diffDocuments(before, after).map(({ part, id, kind }) => [part, id, kind]);
    expect(kinds).toEqual([
      ["nodes", "begin", "removed"],
      ["nodes", "a", "changed"],
      ["nodes", "b", "moved"],
      ["nodes", "c", "added"],
      ["wires", "w1", "removed"],
      ["wires", "w3", "added"],
    ]);
    expect(diffDocuments(before, after)[1]?.fields).toEqual([
      { path: "config.command", kind: "changed", before: "ls", after: "ls -l" },
    ]);
  });

  test("parameters, settings, notes, groups and the order are told as well", () => {
    const before = { ...sampleDocument(), notes: [{ id: "note1", text: "old", x: 0, y: 0 }] };
    const after = {
      ...apply(before, { kind: "setDocument", fields: { settings: { timeout: 5 } } }),
      parameters: { host: { type: "string" as const } },
      notes: [{ id: "note1", text: "new", x: 0, y: 0 }],
      groups: [{ id: "group1", name: "G", nodes: ["a"] }],
    };
    const kinds = diffDocuments(before, after).map(({ part, id, kind }) => `${kind} ${part} ${id}`);
    expect(kinds).toEqual([
      "changed notes note1",
      "added groups group1",
      "added parameters host",
      "added document settings",
    ]);
    const reversed = { ...before, wires: [...before.wires].reverse() };
    expect(diffDocuments(before, reversed).map(({ id }) => id)).toEqual(["order"]);
  });
});

describe("merging", () => {
  test("with one side unchanged, the other comes out, byte for byte", () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const pick = chance(seed);
      const base = row(6);
      const edits = Array.from({ length: 5 }, () => anyEdit(pick, ids(base), "x"));
      const other = apply(base, ...edits, removed(`n${pick(6)}`));
      expect(text(merge(base, base, other).document)).toBe(text(other));
      expect(text(merge(base, other, base).document)).toBe(text(other));
      expect(text(merge(base, other, structuredClone(other)).document)).toBe(text(other));
    }
  });

  test("edits that do not touch each other are both there, as if done one after the other", () => {
    for (let seed = 1; seed <= 120; seed += 1) {
      const pick = chance(seed);
      const base = row(8);
      const [left, right] = [ids(base).slice(0, 4), ids(base).slice(4)];
      const mine = Array.from({ length: 1 + pick(5) }, () => anyEdit(pick, left, "m"));
      const theirs = Array.from({ length: 1 + pick(5) }, () => anyEdit(pick, right, "t"));
      const merged = merge(base, apply(base, ...mine), apply(base, ...theirs));
      expect(merged.conflicts).toEqual([]);
      expect(merged.document).toEqual(apply(base, ...mine, ...theirs));
    }
  });

  test("different fields of one node, and different options of one field, merge", () => {
    const base = row(2);
    const mine = apply(base, config("n1", "command", "mine"), moved("n1", 9, 9));
    const theirs = apply(base, { kind: "setConfig", node: "n1", path: ["options", "depth"], value: 7 });
    const { document, conflicts } = merge(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(nodeOf(document, "n1")).toMatchObject({
      x: 9,
      config: { command: "mine", options: { quiet: true, depth: 7 } },
    });
  });

  test("the same field changed by both is a conflict that a choice decides", () => {
    const base = sampleDocument();
    const mine = apply(base, config("a", "command", "mine"));
    const theirs = apply(base, config("a", "command", "theirs"), config("a", "list", [3]));
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts).toEqual([
      {
        id: "nodes/a/config.command",
        part: "nodes",
        item: "a",
        path: "config.command",
        base: "ls",
        mine: "mine",
        theirs: "theirs",
      },
    ]);
    expect(nodeOf(merged.document, "a")?.config).toMatchObject({ command: "mine", list: [3] });
    const other = merge(base, mine, theirs, { "nodes/a/config.command": "theirs" }).document;
    expect(nodeOf(other, "a")?.config).toMatchObject({ command: "theirs", list: [3] });
  });

  test("removed against changed is a conflict; a node that stays has its wires", () => {
    const base = sampleDocument();
    const mine = apply(base, removed("b"));
    const theirs = apply(base, config("b", "command", "new"));
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts).toMatchObject([{ id: "nodes/b/", mine: undefined }]);
    expect(ids(merged.document)).toEqual(["begin", "a"]);
    const kept = merge(base, mine, theirs, { "nodes/b/": "theirs" }).document;
    expect(ids(kept)).toEqual(["begin", "a", "b"]);
    expect(kept.wires.map((wire) => wire.id)).toEqual(["w1", "w2"]);
  });

  test("removed against moved goes; removed against newly wired is a conflict", () => {
    const base = sampleDocument();
    const mine = apply(base, removed("b"));
    expect(merge(base, mine, apply(base, moved("b", 9, 9)))).toMatchObject({ conflicts: [] });
    const theirs = apply(base, added({ id: "c" }, "b"));
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts.map(({ id }) => id)).toEqual(["nodes/b/"]);
    expect(merged.document.wires.map((wire) => wire.id)).toEqual(["w1"]);
    const kept = merge(base, mine, theirs, { "nodes/b/": "theirs" }).document;
    expect(kept.wires.map((wire) => wire.id)).toEqual(["w1", "w2", "w3"]);
  });

  test("new nodes with the same id both stay, and what was said of mine is said of it still", () => {
    const base = sampleDocument();
    const speaks = { id: "d", config: { text: "{{ nodes.c.output }}" } };
    const mine = apply(base, added({ id: "c", name: "Mine" }), {
      kind: "addNodes",
      nodes: [{ type: "t.work", x: 0, y: 0, ...speaks }],
      wires: [{ id: "w4", source: "c", target: "d" }],
    });
    const theirs = apply(base, added({ id: "c", name: "Theirs" }));
    const { document, conflicts } = merge(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(nodeOf(document, "c")?.name).toBe("Theirs");
    expect(nodeOf(document, "c2")?.name).toBe("Mine");
    expect(nodeOf(document, "d")?.config).toEqual({ text: "{{ nodes.c2.output }}" });
    expect(document.wires.map(({ source, target }) => `${source}>${target}`).sort()).toEqual([
      "a>b",
      "a>c",
      "a>c2",
      "begin>a",
      "c2>d",
    ]);
    expect(new Set(document.wires.map((wire) => wire.id)).size).toBe(5);
  });

  test("the same wire drawn by both is one wire; both moving a node is no conflict", () => {
    const base = sampleDocument();
    const wire = (id: string): BasicOperation => ({
      kind: "addWire",
      wire: { id, source: "begin", target: "b" },
    });
    const merged = merge(
      base,
      apply(base, wire("w3"), moved("a", 1, 1)),
      apply(base, wire("w9"), moved("a", 2, 2)),
    );
    expect(merged.conflicts).toEqual([]);
    expect(merged.document.wires).toHaveLength(3);
    expect(nodeOf(merged.document, "a")?.x).toBe(1);
  });

  test("what both moved to different places stays where I put it, and that is said", () => {
    const base = { ...row(4), notes: [{ id: "note1", text: "here", x: 0, y: 0 }] };
    const note = (x: number): BasicOperation => ({
      kind: "annotate",
      notes: [{ id: "note1", text: "here", x, y: 0 }],
      label: "move",
    });
    const mine = apply(base, moved("n0", 1, 1), moved("n1", 5, 5), moved("n2", 7, 7), note(10));
    const theirs = apply(base, moved("n0", 2, 2), moved("n1", 5, 5), moved("n3", 8, 8), note(20));
    const merged = merge(base, mine, theirs);
    expect(merged.conflicts).toEqual([]);
    expect(merged.document.nodes.map(({ x }) => x)).toEqual([1, 5, 7, 8]);
    expect(merged.moved).toEqual([
      { part: "nodes", item: "n0" },
      { part: "notes", item: "note1" },
    ]);
    expect(movedText(merged.moved)).toBe(
      "1 node and 1 note that were moved in both stay where you put them.",
    );
    const [node] = merged.moved.slice(0, 1) as [Moved];
    expect(movedText([node])).toBe("1 node that was moved in both stays where you put it.");
    expect(movedText([node, node])).toBe("2 nodes that were moved in both stay where you put them.");
    expect(movedText([])).toBe("");
    expect(merge(base, mine, base).moved).toEqual([]);
  });

  test("groups gather the members of both, labels the words of both", () => {
    const group = (...nodes: string[]) => [{ id: "g", name: "G", nodes }];
    const base = { ...row(4), labels: ["one"], groups: group("n0", "n1") };
    const mine = { ...base, labels: ["one", "mine"], groups: group("n0", "n1", "n2") };
    const theirs = { ...base, labels: ["theirs"], groups: group("n1", "n3") };
    const { document, conflicts } = merge(base, mine, theirs);
    expect(conflicts).toEqual([]);
    expect(document.labels).toEqual(["mine", "theirs"]);
    expect(document.groups).toEqual(group("n1", "n2", "n3"));
    const without = merge(base, apply(base, removed("n1")), theirs, { "nodes/n1/": "mine" }).document;
    expect(without.groups).toEqual(group("n3"));
  });

  test("parameters and settings merge by field; the same default given by both otherwise collides", () => {
    const base: FlowDocument = {
      ...row(1),
      parameters: { host: { type: "string" } },
      settings: { timeout: 1 },
    };
    const mine: FlowDocument = {
      ...base,
      parameters: { host: { type: "string", default: "m" }, port: { type: "integer" } },
      settings: { timeout: 1, priority: 2 },
    };
    const theirs: FlowDocument = {
      ...base,
      parameters: { host: { type: "string", default: "t", required: true } },
      settings: { timeout: 9 },
    };
    const { document, conflicts } = merge(base, mine, theirs);
    expect(conflicts.map(({ id }) => id)).toEqual(["parameters/host/default"]);
    expect(document.settings).toEqual({ timeout: 9, priority: 2 });
    expect(document.parameters).toEqual({
      host: { type: "string", default: "m", required: true },
      port: { type: "integer" },
    });
  });

  test("a node whose type one changed is taken whole", () => {
    const base = sampleDocument();
    const mine = apply(base, { kind: "rewriteNode", node: "a", content: { type: "t.round", x: 0, y: 0 } });
    const theirs = apply(base, config("a", "command", "theirs"));
    expect(merge(base, mine, theirs).conflicts.map(({ id }) => id)).toEqual(["nodes/a/"]);
  });
});

describe("order and words", () => {
  test("what either added stands behind what it stood behind", () => {
    expect(mergeOrder(["a", "b"], ["a", "m", "b"], ["t", "a", "b"])).toEqual(["t", "a", "m", "b"]);
    expect(mergeOrder(["a", "b"], ["b", "a"], ["a", "b", "t"])).toEqual(["b", "t", "a"]);
    expect(mergeWords(["a", "b"], ["a", "m"], ["b", "t"])).toEqual(["m", "t"]);
  });
});

describe("restoring a node", () => {
  test("it is as it was, with the wires it had where their other ends are there", () => {
    const older = sampleDocument();
    const now = apply(older, config("a", "command", "other"), removed("b"));
    expect(nodeOf(restoreNode(now, older, "a"), "a")).toEqual(nodeOf(older, "a"));
    const back = restoreNode(now, older, "b");
    expect(back.wires.map((wire) => wire.id)).toEqual(["w1", "w2"]);
    expect(restoreNode(now, older, "nowhere")).toBe(now);
  });
});
