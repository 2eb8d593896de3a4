// Putting nodes into wires and taking them out: what comes of it, and that one undo takes it all back.
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { drop, insertOnWire, lifted, removal } from "../../src/core/splice";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const ways = (document: FlowDocument) =>
  document.wires
    .map(({ source, sourcePort, target }) => `${source}:${sourcePort ?? "output"}>${target}`)
    .sort();

const loose = (): FlowDocument => {
  const document = sampleDocument();
  return { ...document, nodes: [...document.nodes, { id: "c", type: "t.work", x: 0, y: 300 }] };
};

const pick = (...nodes: string[]) => ({ nodes: new Set(nodes), wires: new Set<string>() });

describe("splice", () => {
  test("a node dropped on a wire stands between its ends, in one step", () => {
    const document = loose();
    const after = gesture((state) => {
      state().apply(drop(document, catalog, { positions: [{ id: "c", x: 420, y: 0 }], into: "w2" }));
      expect(state().history.past).toHaveLength(1);
    }, document);
    expect(ways(after)).toEqual(["a:output>c", "begin:output>a", "c:output>b"]);
    expect(after.nodes[3]).toMatchObject({ x: 420, y: 0 });
  });

  test("a node without an input does not fit into a wire: it only moves", () => {
    const document = { ...loose(), nodes: [...loose().nodes, { id: "d", type: "t.begin", x: 0, y: 0 }] };
    const after = gesture((state) => {
      state().apply(drop(document, catalog, { positions: [{ id: "d", x: 420, y: 0 }], into: "w2" }));
    }, document);
    expect(ways(after)).toEqual(ways(document));
  });

  test("what follows makes room for a new node, and the label stays on the first half", () => {
    const document = sampleDocument();
    const wire = document.wires[1];
    if (!wire) throw new Error("The sample has two wires.");
    wire.label = "then";
    const node = { id: "c", type: "t.work", x: 0, y: 0 };
    const after = gesture((state) => {
      const operation = insertOnWire(document, catalog, node, wire);
      if (operation) state().apply(operation);
      expect(state().history.past).toHaveLength(1);
    }, document);
    const x = Object.fromEntries(after.nodes.map((item) => [item.id, item.x]));
    expect(x.c).toBeGreaterThanOrEqual(280 + 200 + 40);
    expect(x.b).toBeGreaterThanOrEqual((x.c ?? 0) + 200 + 40);
    expect(after.wires.filter((item) => item.label === "then").map((item) => item.source)).toEqual(["a"]);
  });
});

describe("a node put into a wire", () => {
  const put = (document: FlowDocument, type: string) => {
    const wire = document.wires[0];
    return wire && insertOnWire(document, catalog, { id: "n", type, x: 1, y: 1 }, wire);
  };

  test("stands between, and the wires keep their order", () => {
    const document = gesture((state) => {
      const operation = put(state().document, "t.work");
      if (operation) state().apply(operation);
      expect(state().history.past).toHaveLength(1);
    });
    expect(document.wires.map(({ source, target }) => `${source}>${target}`)).toEqual([
      "begin>n",
      "n>a",
      "a>b",
    ]);
    expect(new Set(document.wires.map((wire) => wire.id)).size).toBe(3);
  });

  test("is refused where its ports do not fit", () => {
    for (const type of ["t.begin", "t.finish", "no.such"])
      expect(put(sampleDocument(), type)).toBeUndefined();
  });
});

describe("rejoin", () => {
  test("deleting a node joins its neighbours", () => {
    const document = sampleDocument();
    const after = gesture((state) => {
      state().apply(removal(document, catalog, pick("a"), true));
      expect(state().history.past).toHaveLength(1);
    });
    expect(ways(after)).toEqual(["begin:output>b"]);
  });

  test("and so does deleting several in a row, but not when that is not wanted", () => {
    const document = loose();
    document.wires.push({ id: "w3", source: "b", target: "c" });
    const joined = gesture(
      (state) => state().apply(removal(document, catalog, pick("a", "b"), true)),
      document,
    );
    expect(ways(joined)).toEqual(["begin:output>c"]);
    const plain = gesture(
      (state) => state().apply(removal(document, catalog, pick("a", "b"), false)),
      document,
    );
    expect(ways(plain)).toEqual([]);
  });

  test("a node with two ways on leaves a gap", () => {
    const document = loose();
    document.wires.push({ id: "w3", source: "a", sourcePort: "error", target: "c" });
    const after = gesture((state) => state().apply(removal(document, catalog, pick("a"), true)), document);
    expect(ways(after)).toEqual([]);
  });

  test("a deleted node leaves its group, and an empty group goes", () => {
    const document = {
      ...loose(),
      groups: [
        { id: "g", nodes: ["a", "c"] },
        { id: "h", nodes: ["b"] },
      ],
    };
    const after = gesture(
      (state) => state().apply(removal(document, catalog, pick("a", "b"), false)),
      document,
    );
    expect(after.groups).toEqual([{ id: "g", nodes: ["c"] }]);
  });
});

describe("pulling out", () => {
  test("a node dragged with Alt leaves its wires, and may go into another in the same step", () => {
    const document = loose();
    document.wires.push({ id: "w3", source: "b", target: "c" });
    expect(ways(lifted(document, catalog, "a"))).toEqual(["b:output>c", "begin:output>b"]);
    const after = gesture((state) => {
      state().apply(
        drop(document, catalog, { positions: [{ id: "a", x: 700, y: 90 }], lift: "a", into: "w3" }),
      );
      expect(state().history.past).toHaveLength(1);
    }, document);
    expect(ways(after)).toEqual(["a:output>c", "b:output>a", "begin:output>b"]);
  });
});
