// What comes in and goes out as a file.
import { describe, expect, test } from "vitest";
import { callsOf, withCalled } from "../../src/core/called";
import { copyText } from "../../src/core/clipboard";
import { type FlowDocument, serialize } from "../../src/core/document";
import { fileOf } from "../../src/core/flowList";
import { flowsIn, readIncoming } from "../../src/core/incoming";
import { withoutSecrets } from "../../src/core/secrets";
import { catalog, sampleDocument } from "../kit/catalog";
import { RED_EXPORT } from "../kit/nodeRed";

const calling = (name: string, ...flows: string[]): FlowDocument => ({
  format: "opsconductor.flow/1",
  name,
  nodes: flows.map((flow, index) => ({ id: `c${index}`, type: "t.call", x: 0, y: 0, config: { flow } })),
  wires: [],
});

describe("what a text holds", () => {
  const bundle = fileOf([calling("A"), calling("B")]).value;
  test.each([
    ["copied nodes", copyText(sampleDocument(), new Set(["a"])), "clip", 1],
    ["a flow", serialize(sampleDocument()), "flow", 1],
    ["many flows", JSON.stringify(bundle), "flows", 2],
    ["a list of flows", JSON.stringify([calling("A"), calling("B")]), "flows", 2],
    ["a flow of Node-RED", JSON.stringify(RED_EXPORT), "nodeRed", 1],
  ])("is seen: %s", async (_what, text, kind, count) => {
    const incoming = await readIncoming(text, catalog);
    expect(incoming.kind).toBe(kind);
    expect(flowsIn(incoming, "Pasted").length).toBe(count);
  });

  test("a file that is none of them is refused in words", async () => {
    await expect(readIncoming('{"a": 1}', catalog)).rejects.toThrow('A flow has a list of "nodes"');
    await expect(readIncoming("nonsense", catalog)).rejects.toThrow("This file is not JSON.");
  });

  test("a flow comes back as it went out, byte for byte", async () => {
    const document = sampleDocument();
    const { value } = fileOf([withoutSecrets(document, catalog)]);
    const [back] = flowsIn(await readIncoming(JSON.stringify(value), catalog), "");
    expect(JSON.stringify(back)).toBe(JSON.stringify(document));
  });
});

describe("a flow with those it runs", () => {
  const store: { [name: string]: FlowDocument } = {
    B: calling("B", "C", "A"),
    C: calling("C", "B", "gone"),
  };
  const read = async (name: string) => {
    const found = store[name];
    if (!found) throw new Error("not found");
    return found;
  };

  test("each once, also in a circle, and says which are missing", async () => {
    const { flows, missing } = await withCalled(calling("A", "B", "B"), catalog, read);
    expect(flows.map(({ name }) => name)).toEqual(["A", "B", "C"]);
    expect(missing).toEqual(["gone"]);
  });

  test("one that is named by an expression is not followed", () => {
    expect(callsOf(calling("A", "{{ which }}"), catalog)).toEqual([]);
  });
});
