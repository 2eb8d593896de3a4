// Copy as text, paste with fresh ids, undo.
import { describe, expect, test } from "vitest";
import { copyText, prepareClip, readClip } from "../../src/core/clipboard";
import type { FlowDocument, FlowNode } from "../../src/core/document";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

describe("clipboard", () => {
  test("pastes copies with inner wires, new ids and unknown fields", () => {
    const document = gesture((state) => {
      const clip = readClip(copyText(state().document, new Set(["a", "b"])));
      if (!clip) throw new Error("the copied text cannot be read");
      const ready = prepareClip(clip, state().document, "beside");
      state().apply({ kind: "addNodes", ...ready });
    });
    const [first, second] = document.nodes.slice(3);
    expect([first?.id, second?.id]).toEqual(["a2", "b2"]);
    expect(first).toMatchObject({ x: 320, y: 40, config: { future: { keep: true } } });
    expect(second).toMatchObject({ colour: "red" });
    expect(document.wires.slice(2)).toEqual([
      { id: "w3", source: "a2", sourcePort: "output", target: "b2", targetPort: "in", kind: "flow" },
    ]);
  });

  test("lands where it is pasted", () => {
    const clip = readClip(copyText(sampleDocument(), new Set(["a"])));
    if (!clip) throw new Error("the copied text cannot be read");
    const ready = prepareClip(clip, sampleDocument(), { x: 1000, y: 500 });
    expect(ready.nodes[0]).toMatchObject({ x: 900, y: 472 });
  });

  test("wires from outside are kept where that is asked for, and their source is there", () => {
    const clip = readClip(copyText(sampleDocument(), new Set(["a", "b"])));
    if (!clip) throw new Error("the copied text cannot be read");
    const wires = (document: FlowDocument) =>
      prepareClip(clip, document, "beside", { keepsIncoming: true }).wires.map(
        ({ source, target }) => `${source} ${target}`,
      );
    expect(wires(sampleDocument())).toEqual(["a2 b2", "begin a2"]);
    expect(wires({ ...sampleDocument(), nodes: [] })).toEqual(["a b"]);
  });

  test("what copies say about each other is said about the copies", () => {
    const document = sampleDocument();
    document.nodes[1] = { ...document.nodes[1], name: "First" } as FlowNode;
    document.nodes[2] = {
      ...document.nodes[2],
      config: { command: "{{ nodes.a.output }} {{ nodes['First'].status }} {{ nodes.begin.output }}" },
    } as FlowNode;
    const clip = readClip(copyText(document, new Set(["a", "b"])));
    if (!clip) throw new Error("the copied text cannot be read");
    const ready = prepareClip(clip, document, "beside", { catalog });
    expect(ready.nodes[1]?.config?.command).toBe(
      "{{ nodes.a2.output }} {{ nodes.a2.status }} {{ nodes.begin.output }}",
    );
    expect(ready.nodes[0]?.name).toBe("First 2");
  });

  test("secret values stay behind, references to them do not", () => {
    const node = (password: string): FlowNode => ({
      id: "c",
      type: "t.call",
      x: 0,
      y: 0,
      config: { password },
    });
    const copied = (password: string) =>
      readClip(copyText({ ...sampleDocument(), nodes: [node(password)] }, new Set(["c"]), catalog))?.nodes[0]
        ?.config;
    expect(copied("hunter2")).toEqual({ password: "" });
    expect(copied("{{ params.password }}")).toEqual({ password: "{{ params.password }}" });
  });

  test("nodes of unknown types are pasted as they are", () => {
    const text =
      '{"format":"opsconductor.clipboard/1","nodes":[{"id":"x","type":"later.kind","config":{"a":[1]}}]}';
    const clip = readClip(text);
    if (!clip) throw new Error("the text cannot be read");
    const document = gesture((state) => {
      const ready = prepareClip(clip, state().document, { x: 0, y: 0 }, { catalog });
      state().apply({ kind: "addNodes", ...ready });
    });
    expect(document.nodes.at(-1)).toMatchObject({ id: "x", type: "later.kind", config: { a: [1] } });
  });

  test.each([
    "",
    "hello",
    "[1]",
    '{"nodes":[]}',
    '{"format":"opsconductor.clipboard/9","nodes":[]}',
    '{"format":"opsconductor.flow/1","nodes":[{"id":"a","type":"t","config":3}]}',
    '{"format":"opsconductor.clipboard/1","nodes":[{"x":1}]}',
  ])("leaves other text alone: %s", (text) => {
    expect(readClip(text)).toBeUndefined();
  });
});
