// Choosing wires by keyboard.
import { expect, test } from "vitest";
import { nextWire, sayWire, startOf } from "../../src/core/wireStops";
import { catalog, sampleDocument } from "../kit/catalog";

const document = {
  ...sampleDocument(),
  wires: [
    { id: "w1", source: "a", target: "b" },
    { id: "w2", source: "a", target: "c" },
    { id: "w3", source: "b", target: "c" },
  ],
};
const chosen = (nodes: string[], wires: string[] = []) => ({ nodes: new Set(nodes), wires: new Set(wires) });

test("the wires of a node are gone through one by one, around at the end", () => {
  expect(nextWire(document, chosen(["a"]), "out")?.id).toBe("w1");
  expect(nextWire(document, chosen([], ["w1"]), "out")?.id).toBe("w2");
  expect(nextWire(document, chosen([], ["w2"]), "out")?.id).toBe("w1");
  expect(nextWire(document, chosen([], ["w2"]), "in")?.id).toBe("w3");
  expect(nextWire(document, chosen(["a"]), "in")).toBeUndefined();
  expect(nextWire(document, chosen([]), "out")).toBeUndefined();
});

test("arrows go on from the beginning of a chosen wire, and a wire says where it leads", () => {
  expect(startOf(document, chosen([], ["w3"]))).toBe("b");
  expect(startOf(document, chosen(["c"]))).toBe("c");
  expect(sayWire(document, catalog, document.wires[0] as never)).toMatch(/^Wire \(flow\) from .+ to .+$/);
});
