// Tidy: columns by distance, rows by path, bodies above what follows, nothing on top of anything.
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { applyOperation } from "../../src/core/operations";
import { tidy } from "../../src/core/tidy";
import { catalog } from "../kit/catalog";

function flow(types: { [id: string]: string }, wires: string[]): FlowDocument {
  return {
    format: "opsconductor.flow/1",
    name: "Messy",
    nodes: Object.entries(types).map(([id, type]) => ({ id, type: `t.${type}`, x: 40, y: 60 })),
    wires: wires.map((text, index) => {
      const [source = "", port = "", target = ""] = text.split(/[:>]/);
      const isBack = target.endsWith("!");
      return {
        id: `w${index}`,
        source,
        sourcePort: port,
        target: target.replace("!", ""),
        ...(isBack ? { targetPort: "back", kind: "loop" as const } : {}),
      };
    }),
  };
}

const places = (document: FlowDocument) =>
  Object.fromEntries(
    tidy(document, catalog).map(({ id, x, y }) => [id, `${(x - 40) / 280},${(y - 60) / 120}`]),
  );

describe("tidy", () => {
  test("the body of a loop goes straight on, what follows the loop goes below", () => {
    const loop = flow({ after: "work", begin: "begin", round: "round", inside: "work", more: "work" }, [
      "begin:output>round",
      "round:output>after",
      "round:loop>inside",
      "inside:output>more",
      "more:output>round!",
    ]);
    expect(places(loop)).toEqual({ begin: "0,0", round: "1,0", inside: "2,0", more: "3,0", after: "2,1" });
  });

  test("a node that several lead to stands behind the furthest of them", () => {
    const joined = flow({ begin: "begin", a: "work", b: "work", join: "work" }, [
      "begin:output>a",
      "begin:output>join",
      "a:output>b",
      "b:output>join",
    ]);
    expect(places(joined)).toEqual({ begin: "0,0", a: "1,0", b: "2,0", join: "3,0" });
  });

  test("no two nodes share a place, not even loose ones and those on a circle", () => {
    const odd = flow({ a: "work", b: "work", c: "work", alone: "work" }, [
      "a:output>b",
      "b:output>a",
      "b:error>c",
    ]);
    expect(new Set(Object.values(places(odd))).size).toBe(4);
  });

  test("doing it twice changes nothing", () => {
    const loop = flow({ begin: "begin", a: "work", b: "work" }, ["begin:output>a", "a:error>b"]);
    const once = applyOperation(loop, { kind: "moveNodes", positions: tidy(loop, catalog) });
    expect(tidy(once, catalog)).toEqual(tidy(loop, catalog));
  });
});
