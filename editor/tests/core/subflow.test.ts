// Nodes taken out into a flow of their own: what goes in, what comes out, and what cannot be taken out.
import { describe, expect, test } from "vitest";
import type { FlowDocument, FlowNode, Wire } from "../../src/core/document";
import { extractedFlow, withCall } from "../../src/core/subflow";
import { planExtraction } from "../../src/core/subflowPlan";
import { catalog } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const node = (id: string, type: string, config: FlowNode["config"] = {}): FlowNode => ({
  id,
  type,
  x: 0,
  y: 0,
  config,
});
const wire = (id: string, source: string, target: string, rest: Partial<Wire> = {}): Wire => ({
  id,
  source,
  target,
  ...rest,
});

function chain(): FlowDocument {
  return {
    format: "opsconductor.flow/1",
    name: "Chain",
    parameters: { limit: { type: "integer", default: 3 } },
    nodes: [
      node("begin", "t.begin"),
      node("set", "t.set", { variables: { host: { name: "web" } } }),
      node("one", "t.work", { command: "{{ host.name }} {{ params.limit }} {{ nodes.set.output }}" }),
      node("two", "t.set", { variables: { result: "{{ nodes.one.output }}" } }),
      node("last", "t.work", { command: "{{ result.size }} and {{ nodes.two.status }}" }),
    ],
    wires: [
      wire("w1", "begin", "set"),
      wire("w2", "set", "one"),
      wire("w3", "one", "two"),
      wire("w4", "two", "last"),
    ],
    groups: [{ id: "g", name: "Work", nodes: ["one", "last"] }],
  };
}

const chosen = (...ids: string[]) => new Set(ids);

function plan(document: FlowDocument, ...ids: string[]) {
  const result = planExtraction(document, catalog, chosen(...ids));
  if (!result.ok) throw new Error(result.reason);
  return result.extraction;
}

function reason(document: FlowDocument, ...ids: string[]): string {
  const result = planExtraction(document, catalog, chosen(...ids));
  return result.ok ? "" : result.reason;
}

describe("extracting a subflow", () => {
  test("finds what is read from outside and what is read of it outside", () => {
    const { inputs, outputs } = plan(chain(), "one", "two");
    expect(inputs.map(({ name, expression, parameter }) => [name, expression, parameter.type])).toEqual([
      ["host", "host", "object"],
      ["limit", "params.limit", "integer"],
      ["set", "nodes.set", "object"],
    ]);
    expect(outputs).toEqual([
      { name: "result", expression: "result" },
      { name: "two", expression: "nodes.two" },
    ]);
  });

  test("makes a flow with a start, the nodes, an end and parameters", () => {
    const document = chain();
    const flow = extractedFlow(
      document,
      catalog,
      chosen("one", "two"),
      plan(document, "one", "two"),
      "Inner",
    );
    expect(flow.nodes.map((item) => item.type)).toEqual(["t.begin", "t.work", "t.set", "t.finish"]);
    expect(flow.nodes[1]?.config?.command).toBe(
      "{{ params.host.name }} {{ params.limit }} {{ params.set.output }}",
    );
    expect(flow.nodes.at(-1)?.config?.result).toEqual({ result: "{{ result }}", two: "{{ nodes.two }}" });
    expect(Object.keys(flow.parameters ?? {})).toEqual(["host", "limit", "set"]);
    expect(flow.wires.map(({ source, target }) => `${source} ${target}`)).toEqual([
      "begin one",
      "one two",
      "two finish",
    ]);
    expect(new Set(flow.wires.map((item) => item.id)).size).toBe(3);
  });

  test("puts a call in their place in one step, and what spoke of them speaks of it", () => {
    const after = gesture((state) => {
      const ids = chosen("one", "two");
      const { document } = withCall(
        state().document,
        catalog,
        ids,
        plan(state().document, "one", "two"),
        "Inner",
      );
      state().apply({ kind: "replace", document, label: "extract to a subflow" });
      expect(state().history.past).toHaveLength(1);
    }, chain());
    expect(after.nodes.map((item) => item.id)).toEqual(["begin", "set", "call", "last"]);
    expect(after.nodes[2]?.config).toEqual({
      flow: "Inner",
      parameters: { host: "{{ host }}", limit: "{{ params.limit }}", set: "{{ nodes.set }}" },
    });
    expect(after.nodes[3]?.config?.command).toBe(
      "{{ nodes.call.output.result.size }} and {{ nodes.call.output.two.status }}",
    );
    expect(after.wires.map(({ id, source, target }) => [id, source, target])).toEqual([
      ["w1", "begin", "set"],
      ["w2", "set", "call"],
      ["w4", "call", "last"],
    ]);
    expect(after.groups).toEqual([{ id: "g", name: "Work", nodes: ["last", "call"] }]);
  });

  test("without anything read of it, the payload passes through", () => {
    const document = chain();
    const flow = extractedFlow(document, catalog, chosen("last"), plan(document, "last"), "Inner");
    expect(flow.nodes.map((item) => item.type)).toEqual(["t.begin", "t.work"]);
    document.nodes[4] = node("last", "t.work", { command: "echo" });
    const two = plan(document, "one", "two");
    expect(two.outputs).toEqual([]);
    expect(extractedFlow(document, catalog, chosen("one", "two"), two, "I").nodes.at(-1)?.config).toEqual({});
  });

  test.each([
    ["nothing", [], [], "Select the nodes"],
    ["the start", [], ["begin", "set"], "Leave the start"],
    ["two ends", [wire("w9", "one", "last")], ["one", "two"], "several places"],
    ["a way that comes back", [], ["set", "two"], "comes back|several"],
    ["an error wire", [wire("w9", "one", "last", { sourcePort: "error" })], ["one", "two"], "error wire"],
  ])("is refused for %s, with the reason", (_name, wires, ids, words) => {
    const document = chain();
    document.wires.push(...wires);
    expect(reason(document, ...ids)).toMatch(new RegExp(words));
  });

  test("is refused for a part of a body, and where the message is needed beside the result", () => {
    const document = chain();
    document.nodes.push(node("round", "t.round"), node("body", "t.work"));
    document.wires.push(wire("w8", "last", "round"), wire("w9", "round", "body", { sourcePort: "loop" }));
    expect(reason(document, "round")).toContain("part of a body");
    expect(reason(document, "round", "body")).toBe("");
    document.nodes[4] = node("last", "t.work", { command: "{{ result }} {{ msg.payload }}" });
    expect(reason(document, "one", "two")).toContain("reads the message");
  });
});
