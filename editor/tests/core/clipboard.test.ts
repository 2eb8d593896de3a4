// Copy as text, paste with fresh ids, undo.
import { describe, expect, test } from "vitest";
import { copyText, prepareClip, readClip } from "../../src/core/clipboard";
import { sampleDocument } from "../kit/catalog";
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

  test.each(["", "hello", "[1]", '{"nodes":[]}', '{"format":"opsconductor.clipboard/1","nodes":[{"x":1}]}'])(
    "leaves other text alone: %s",
    (text) => {
      expect(readClip(text)).toBeUndefined();
    },
  );
});
