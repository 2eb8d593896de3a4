// The flow as text: what can be taken, what cannot and where, and where problems are.
import { describe, expect, test } from "vitest";
import { type FlowDocument, serialize } from "../../src/core/document";
import { lineOf, placeOf, placeOfProblem, readDraft } from "../../src/core/jsonDraft";
import { sampleDocument } from "../kit/catalog";

describe("a draft of a flow", () => {
  test("is taken as it is, with all that is unknown", () => {
    const text = serialize({
      ...sampleDocument(),
      nodes: [{ id: "a", type: "t", x: 0.5, y: -1 }],
    } as FlowDocument);
    const draft = readDraft(text);
    if ("mistake" in draft) throw new Error(draft.mistake.message);
    expect(serialize(draft.document)).toBe(text);
  });

  const flow = (rest: object) => JSON.stringify({ format: "f", name: "n", nodes: [], wires: [], ...rest });
  test.each([
    ['{"a": 1,}', "not JSON", "}"],
    ["[]", "in braces", "["],
    ['{"name": ""}', '"name"', '""'],
    [flow({ nodes: {} }), '"nodes"', '{},"wires"'],
    [flow({ nodes: [{ id: "a", type: "t", x: 0, y: 0 }, { id: "b" }] }), '"id" and a "type"', '{"id":"b"}'],
    [flow({ nodes: [{ id: "b", type: "t" }] }), "its place", '{"id":"b"'],
    [
      flow({ nodes: [1, 2].map(() => ({ id: "a", type: "t", x: 0, y: 0 })) }),
      "twice",
      '"a","type":"t","x":0,"y":0}],',
    ],
    [flow({ wires: [{ id: "w", source: "a" }] }), 'a "source" and a "target"', '{"id":"w"'],
  ])("with a mistake says what and where: %s", (text, says, where) => {
    const draft = readDraft(text);
    if (!("mistake" in draft)) throw new Error("it was taken");
    expect(draft.mistake.message).toContain(says);
    expect(text.slice(draft.mistake.at)).toMatch(new RegExp(`^${where.replace(/[[\]{}.]/g, "\\$&")}`));
  });
});

describe("places in the text", () => {
  const text = '{\n  "a": [1, {"b\\"": "x]"}, [2, {"c": true}]],\n  "d": {"e": null}\n}';
  test.each([
    [[], "{\n"],
    [["a", 0], "1,"],
    [["a", 1, 'b"'], '"x]"'],
    [["a", 2, 1, "c"], "true"],
    [["d", "e"], "null"],
    [["d", "gone"], '{"e"'],
    [["d", "e", "deeper"], "null"],
  ])("%j", (path, begins) => expect(text.slice(placeOf(text, path)).startsWith(begins)).toBe(true));

  test("of a problem: its field, its node, its wire, else the flow", () => {
    const document = sampleDocument();
    const of = (problem: { node?: string; wire?: string; field?: string }) => {
      const whole = serialize(document);
      const at = placeOfProblem(whole, document, { severity: "error", code: "x", message: "", ...problem });
      return whole.slice(at).replace(/\s+/g, " ").slice(0, 14);
    };
    expect(of({ node: "a", field: "config/command" })).toBe('"ls", "list": ');
    expect(of({ node: "b" })).toBe('{ "id": "b", "');
    expect(of({ wire: "w1" })).toBe('{ "id": "w1", ');
    expect(of({})).toBe('{ "format": "o');
    expect(lineOf(serialize(document), placeOf(serialize(document), ["name"]))).toBe(3);
  });
});
