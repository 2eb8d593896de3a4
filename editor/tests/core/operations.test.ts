// Every change of a document, done, undone and redone.
import { describe, expect, test } from "vitest";
import { createEditorStore, isDirty } from "../../src/core/editorStore";
import { sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

describe("operations", () => {
  test("adds nodes on whole positions, with their wire, as one step", () => {
    const document = gesture((state) =>
      state().apply({
        kind: "addNodes",
        nodes: [{ id: "c", type: "t.work", x: 10.4, y: 19.6 }],
        wires: [{ id: "w3", source: "b", target: "c" }],
      }),
    );
    expect(document.nodes.at(-1)).toEqual({ id: "c", type: "t.work", x: 10, y: 20 });
    expect(document.wires).toHaveLength(3);
  });

  test("a node rewritten as JSON keeps its id, its place in the list and its wires", () => {
    const content = { type: "t.work", x: 5.6, y: 0, config: { command: "df" }, later: true };
    const document = gesture((state) => state().apply({ kind: "rewriteNode", node: "a", content }));
    expect(document.nodes.map((node) => node.id)).toEqual(["begin", "a", "b"]);
    expect(JSON.stringify(document.nodes[1])).toBe(JSON.stringify({ id: "a", ...content, x: 6 }));
    expect(document.wires).toHaveLength(2);
  });

  test("removing a node takes its wires along", () => {
    const document = gesture((state) => state().apply({ kind: "remove", nodes: ["a"], wires: [] }));
    expect(document.nodes.map((node) => node.id)).toEqual(["begin", "b"]);
    expect(document.wires).toEqual([]);
  });

  test("moving several nodes is one step", () => {
    const store = createEditorStore(sampleDocument(), 1);
    store.getState().apply({
      kind: "moveNodes",
      positions: [
        { id: "a", x: 1.5, y: 2 },
        { id: "b", x: 3, y: 4 },
      ],
    });
    expect(store.getState().history.past).toHaveLength(1);
    expect(store.getState().document.nodes[1]).toMatchObject({ x: 2, y: 2 });
    store.getState().undo();
    expect(JSON.stringify(store.getState().document)).toBe(JSON.stringify(sampleDocument()));
  });

  test("sets a deep config value and keeps what it does not know", () => {
    const document = gesture((state) =>
      state().apply({ kind: "setConfig", node: "a", path: ["headers", "Accept"], value: "text/plain" }),
    );
    expect(document.nodes[1]?.config).toEqual({
      command: "ls",
      list: [1, 2],
      future: { keep: true },
      headers: { Accept: "text/plain" },
    });
    expect(document).toMatchObject({ mystery: { from: "a later version" } });
    expect(document.nodes[2]).toMatchObject({ colour: "red" });
  });

  test("taking a value out removes the key, or the item of a list", () => {
    const document = gesture((state) => {
      state().apply({ kind: "setConfig", node: "a", path: ["command"], value: undefined });
      state().apply({ kind: "setConfig", node: "a", path: ["list", 0], value: undefined });
    });
    expect(document.nodes[1]?.config).toEqual({ list: [2], future: { keep: true } });
  });

  test("settings, names, wires and the flow itself change and come back", () => {
    const document = gesture((state) => {
      state().apply({
        kind: "setNode",
        node: "a",
        settings: { disabled: true, retry: { count: 2, delay: 5 } },
      });
      state().apply({ kind: "setNode", node: "a", settings: { disabled: undefined } });
      state().apply({ kind: "renameNode", node: "b", name: "Second" });
      state().apply({ kind: "setWire", wire: "w2", fields: { label: "then" } });
      state().apply({
        kind: "addWire",
        wire: { id: "w9", source: "a", sourcePort: "error", target: "b", kind: "error" },
      });
      state().apply({
        kind: "setDocument",
        fields: { name: "Renamed", parameters: { n: { type: "integer" } } },
      });
    });
    expect(document.nodes[1]).toMatchObject({ retry: { count: 2, delay: 5 } });
    expect(document.nodes[1]).not.toHaveProperty("disabled");
    expect(document.nodes[2]?.name).toBe("Second");
    expect(document.wires.map((wire) => wire.label)).toEqual([undefined, "then", undefined]);
    expect(document.name).toBe("Renamed");
  });

  test("typing into one field is one step; another field or a pause begins a new one", () => {
    let clock = 0;
    const store = createEditorStore(sampleDocument(), 1, () => clock);
    const type = (field: string, value: string, after: number) => {
      clock += after;
      store.getState().apply({ kind: "setConfig", node: "a", path: [field], value });
    };
    type("command", "l", 0);
    type("command", "ls", 200);
    type("command", "ls -l", 200);
    expect(store.getState().history.past).toHaveLength(1);
    type("shell", "sh", 200);
    expect(store.getState().history.past).toHaveLength(2);
    type("shell", "bash", 60_000);
    expect(store.getState().history.past).toHaveLength(3);
    for (let step = 0; step < 3; step += 1) store.getState().undo();
    expect(JSON.stringify(store.getState().document)).toBe(JSON.stringify(sampleDocument()));
  });

  test("an operation that changes nothing leaves no trace", () => {
    const store = createEditorStore(sampleDocument(), 1);
    const before = store.getState().document;
    store.getState().apply({ kind: "remove", nodes: ["nobody"], wires: [] });
    store.getState().apply({ kind: "setConfig", node: "nobody", path: ["x"], value: 1 });
    expect(store.getState().document).toBe(before);
    expect(store.getState().history.past).toEqual([]);
  });

  test("unsaved is what differs from the saved document, so undo makes it saved again", () => {
    const store = createEditorStore(sampleDocument(), 1);
    store.getState().apply({ kind: "renameNode", node: "a", name: "New" });
    expect(isDirty(store.getState())).toBe(true);
    store.getState().undo();
    expect(isDirty(store.getState())).toBe(false);
    store.getState().redo();
    store.getState().markSaved(store.getState().document, 2);
    expect(isDirty(store.getState())).toBe(false);
    expect(store.getState().version).toBe(2);
  });

  test("what is removed is no longer selected", () => {
    const store = createEditorStore(sampleDocument(), 1);
    store.getState().select({ nodes: new Set(["a", "b"]) });
    store.getState().apply({ kind: "remove", nodes: ["a"], wires: [] });
    expect([...store.getState().selection.nodes]).toEqual(["b"]);
  });
});
