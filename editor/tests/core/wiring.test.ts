// Which wires may be drawn, and the sentence for those that may not.
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { checkConnection, type PortRef, validEnds } from "../../src/core/wiring";
import { catalog } from "../kit/catalog";

const document: FlowDocument = {
  format: "opsconductor.flow/1",
  name: "Wiring",
  nodes: [
    { id: "begin", type: "t.begin", x: 0, y: 0 },
    { id: "round", type: "t.round", x: 0, y: 0 },
    { id: "body", type: "t.work", x: 0, y: 0 },
    { id: "after", type: "old.work", x: 0, y: 0 },
    { id: "value", type: "t.value", x: 0, y: 0 },
    { id: "reader", type: "t.reader", x: 0, y: 0 },
  ],
  wires: [
    { id: "w1", source: "begin", target: "round" },
    { id: "w2", source: "round", sourcePort: "loop", target: "body" },
    { id: "w3", source: "round", target: "after" },
  ],
};

const out = (node: string, port = "output"): PortRef => ({ node, port, side: "output" });
const into = (node: string, port = "in"): PortRef => ({ node, port, side: "input" });

function reason(from: PortRef, to: PortRef): string {
  const check = checkConnection(document, catalog, from, to);
  return check.ok ? "" : check.reason;
}

describe("wiring", () => {
  test("connects an output to an input, drawn from either end", () => {
    const wire = { source: "body", sourcePort: "output", target: "reader", targetPort: "in", kind: "flow" };
    expect(checkConnection(document, catalog, out("body"), into("reader"))).toEqual({ ok: true, wire });
    expect(checkConnection(document, catalog, into("reader"), out("body"))).toEqual({ ok: true, wire });
  });

  test.each([
    ["input to input", into("body"), into("after"), "Both ends are inputs"],
    ["output to output", out("body"), out("after"), "Both ends are outputs"],
    ["a node to itself", out("body"), into("body"), "cannot be connected to itself"],
    ["the same ports twice", out("begin"), into("round"), "connected already"],
    ["data to flow", out("value"), into("body"), "does not fit"],
    ["flow to data", out("body"), into("reader", "value"), "does not fit"],
    ["a circle", out("body"), into("round"), "circle"],
    ["back from outside the loop", out("begin"), into("round", "back"), "inside this loop"],
    ["a port that is gone", out("body", "nowhere"), into("after"), "no longer there"],
  ])("refuses %s and says why", (_name, from, to, words) => {
    expect(reason(from, to)).toContain(words);
  });

  test("the kind of a wire follows from its ports", () => {
    const kindOf = (from: PortRef, to: PortRef) => {
      const check = checkConnection(document, catalog, from, to);
      return check.ok ? check.wire.kind : check.reason;
    };
    expect(kindOf(out("body", "error"), into("after"))).toBe("error");
    expect(kindOf(out("body"), into("round", "back"))).toBe("loop");
    expect(kindOf(out("value"), into("reader", "value"))).toBe("data");
  });

  test("the ports that light up are exactly those that connect", () => {
    for (const from of [
      out("body"),
      out("value"),
      out("round", "loop"),
      into("body"),
      into("round", "back"),
    ]) {
      const expected = document.nodes.flatMap((node) => {
        const ports = catalog.get(node.type)?.ports;
        const list = from.side === "output" ? ports?.inputs : ports?.outputs;
        return (list ?? [])
          .map(
            (port): PortRef => ({
              node: node.id,
              port: port.id,
              side: from.side === "output" ? "input" : "output",
            }),
          )
          .filter((to) => checkConnection(document, catalog, from, to).ok)
          .map((to) => `${to.node}/${to.port}`);
      });
      expect([...validEnds(document, catalog, from)].sort()).toEqual(expected.sort());
    }
  });
});
