// What an expression editor knows: names in scope, completion, example data, the value it asks for, and places.
import { describe, expect, test } from "vitest";
import { completionAt, fitting, insertion } from "../../src/core/completion";
import { asKind, fieldsShown, kindOf } from "../../src/core/condition";
import { Catalog, type Descriptor } from "../../src/core/descriptor";
import type { FlowDocument, Json } from "../../src/core/document";
import { diffJson } from "../../src/core/jsonDiff";
import { loopSource, placeIn, probeFor, readProbe, roundOf, secretIn } from "../../src/core/probe";
import { fromRun, inputProblem, NO_SAMPLE, sampleFor, upstreamOf } from "../../src/core/sample";
import { pathText, scopeOf } from "../../src/core/scope";
import { NO_INPUTS } from "../../src/core/testInputs";

const PORTS = { inputs: [{ id: "in" }], outputs: [{ id: "output" }] };

function type(name: string, schema: Descriptor["schema"], kind = "effect"): Descriptor {
  return { type: name, name, category: "c", kind, ports: PORTS, schema };
}

const catalog = new Catalog(
  [
    type("t.work", { properties: { command: { type: "string" } } }),
    type(
      "t.round",
      {
        properties: {
          list: { "x-dynamic": true },
          item: { type: "string", "x-defines": "value" },
          place: { type: "string", "x-defines": "value" },
        },
        required: ["list", "item"],
      },
      "control",
    ),
    type(
      "t.set",
      {
        properties: {
          values: { type: "object", "x-defines": "keys", additionalProperties: { "x-dynamic": true } },
        },
        required: ["values"],
      },
      "pure",
    ),
  ],
  [],
);

const document: FlowDocument = {
  format: "f",
  name: "x",
  parameters: {
    host: { type: "string", default: "web-1", required: true },
    password: { type: "string", secret: true, default: "hunter2" },
  },
  nodes: [
    { id: "start", type: "t.work", x: 0, y: 0 },
    { id: "set", type: "t.set", x: 0, y: 0, config: { values: { limit: 80 } } },
    { id: "list-disks", type: "t.work", name: "List disks", x: 0, y: 0, outputVariable: "disks" },
    { id: "each", type: "t.round", x: 0, y: 0, config: { list: "{{ disks }}", item: "disk", place: "at" } },
    { id: "show", type: "t.work", x: 0, y: 0 },
    { id: "later", type: "t.work", x: 0, y: 0 },
  ],
  wires: [
    { id: "1", source: "start", target: "set" },
    { id: "2", source: "set", target: "list-disks" },
    { id: "3", source: "list-disks", target: "each" },
    { id: "4", source: "each", sourcePort: "loop", target: "show" },
    { id: "5", source: "show", target: "each", targetPort: "back", kind: "loop" },
    { id: "6", source: "each", target: "later" },
  ],
};
const regions = [{ control: "each", port: "loop", nodes: ["show"] }];
const output = { stdout: "a b", disks: [{ mount: "/", used: 91 }], "odd name": 1 };
const run = fromRun({
  steps: [
    { key: "list-disks", node: "list-disks", type: "t.work", status: "completed", attempt: 1, output },
    { key: "later", node: "later", type: "t.work", status: "skipped", attempt: 1, output: 5 },
  ],
  variables: [{ name: "limit", scope: "job", type: "integer", value: 80 }],
  parameters: { host: "web-9", password: "•••", gone: 1 },
});
const sampleOf = (node: string, inputs = NO_INPUTS, pins = {}) =>
  sampleFor(node, document, run, pins, inputs);
const scope = scopeOf({ node: "show", document, regions, catalog, sample: sampleOf("show") });
const labels = (text: string, kind: "expression" | "template", at = text.length) => {
  const completion = completionAt(text, at, kind, scope);
  return completion ? fitting(completion, text, at).map((option) => option.label) : undefined;
};

describe("example data", () => {
  test("comes from the run, without skipped nodes, secrets and what the flow no longer has", () => {
    const sample = sampleOf("each");
    expect(sample.nodes).toEqual({ "list-disks": output });
    expect(sample.message).toEqual({ payload: output });
    expect(sample.parameters).toEqual({ host: "web-9" });
    expect(sample.variables).toEqual({ limit: 80 });
  });

  test("pins go before the run, and what is typed before both", () => {
    const pins = { "list-disks": 1 };
    expect(sampleOf("each", NO_INPUTS, pins).message).toEqual({ payload: 1 });
    const inputs = { ...NO_INPUTS, nodes: '{"list-disks": 2}', parameters: { host: "db", password: "p" } };
    const sample = sampleOf("each", inputs, pins);
    expect(sample.message).toEqual({ payload: 2 });
    expect(sample.parameters).toEqual({ host: "db", password: "p" });
    expect(sampleOf("each", { ...inputs, message: '{"payload": 3}' }, pins).message).toEqual({ payload: 3 });
  });

  test("names the field that cannot be sent", () => {
    expect(inputProblem(NO_INPUTS)).toBeUndefined();
    expect(inputProblem({ ...NO_INPUTS, message: "{" })).toBe("message");
    expect(inputProblem({ ...NO_INPUTS, variables: "[1]" })).toBe("variables");
  });
});

describe("scope", () => {
  test("upstream is what has ended: not the loop around, not what comes later", () => {
    expect(upstreamOf("show", document, regions)).toEqual(["start", "set", "list-disks"]);
    expect(upstreamOf("later", document, regions)).toEqual(["start", "set", "list-disks", "each"]);
  });

  test("has nodes, variables, loop names and parameters; of a secret the name alone", () => {
    const entries = (title: string) =>
      scope.sections.find((section) => section.title === title)?.entries ?? [];
    expect(entries("Earlier nodes").map((entry) => entry.name)).toEqual(["list-disks", "set", "start"]);
    expect(entries("Variables").map((entry) => entry.name)).toEqual(["limit", "disks"]);
    expect(entries("Loop").map((entry) => entry.name)).toEqual(["disk", "at", "loop"]);
    expect(entries("Parameters")).toEqual([
      { name: "host", detail: "string", value: "web-9" },
      { name: "password", detail: "secret", isSecret: true },
    ]);
  });

  test("writes a path as code does", () => {
    expect(pathText(["nodes", "list-disks", "output", "disks", "0", "mount"])).toBe(
      'nodes["list-disks"].output.disks[0].mount',
    );
  });
});

describe("completion", () => {
  test("offers the real fields of an output, to any depth", () => {
    expect(labels('nodes["list-disks"].output.', "expression")).toContain(".disks");
    expect(labels('nodes["list-disks"].output.disks[0].', "expression")?.slice(0, 2)).toEqual([
      ".mount",
      ".used",
    ]);
    expect(labels('nodes["list-disks"].output.od', "expression")).toEqual(['["odd name"]']);
    expect(labels("nodes.li", "template")).toBeUndefined();
    expect(labels("{{ nodes.li", "template")).toEqual(['["list-disks"]']);
  });

  test("replaces what was typed, with its dot", () => {
    const text = "nodes.li";
    const completion = completionAt(text, text.length, "expression", scope);
    expect(completion?.from).toBe(5);
    expect(fitting(completion as NonNullable<typeof completion>, text, text.length)[0]?.insert).toBe(
      '["list-disks"]',
    );
  });

  test("offers names, functions and, after a bar, filters", () => {
    expect(labels("ho", "expression")).toEqual(["host"]);
    expect(labels("parse", "expression")).toEqual(["parse_json"]);
    expect(labels("disk.used > limit && di", "expression")).toContain("disk");
    expect(labels("{{ host | up", "template")?.[0]).toBe("upper");
    expect(labels("{{ host | sh }} ho", "template")).toBeUndefined();
  });

  test("leaves texts and the fields of a secret alone", () => {
    expect(labels('host == "ho', "expression")).toBeUndefined();
    expect(labels("params.password.", "expression")?.filter((label) => label === ".length")).toEqual([]);
    expect(labels("params.", "expression")?.slice(0, 2)).toEqual([".host", ".password"]);
  });

  test("a name put into text gets braces, into code none", () => {
    expect(insertion("echo ", 5, "host", "template")).toBe("{{ host }}");
    expect(insertion("echo {{ ", 8, "host", "template")).toBe("host");
    expect(insertion("1 + ", 4, "host", "expression")).toBe("host");
  });
});

describe("the value of an expression", () => {
  test("is asked of a node that only sets a variable, without secrets and demands", () => {
    const request = probeFor({ $expr: "host" }, document, catalog, NO_SAMPLE);
    const probe = request?.document.nodes.at(-1);
    expect(probe).toMatchObject({ type: "t.set", config: { values: { oc_probe: { $expr: "host" } } } });
    expect(request?.document.parameters).toEqual({
      host: { type: "string", default: "web-1" },
      password: { type: "string", secret: true },
    });
    expect(request?.dry).toBe(true);
    expect(document.nodes).toHaveLength(6);
    expect(probeFor(1, document, new Catalog([], []), NO_SAMPLE)).toBeUndefined();
  });

  test("is read from the answer, or the mistake with its place", () => {
    expect(readProbe({ status: "completed", variables: { oc_probe: false } }, "x")).toEqual({ value: false });
    const error = { kind: "e", message: "Unknown variable `b` at line 2, character 3. (in `a +\n  b`)" };
    expect(readProbe({ status: "error", error }, "a +\n  b")).toEqual({
      message: "Unknown variable `b` at line 2, character 3.",
      at: 6,
    });
    expect(placeIn("There is no function `f`, at character 2.", "äf()")).toBe(1);
    expect(placeIn("It is wrong.", "x")).toBeUndefined();
  });

  test("is never asked where a secret is named", () => {
    expect(secretIn("params.password + 1", document)).toBe("password");
    expect(secretIn("passwords", document)).toBeUndefined();
  });

  test("a loop's names are the item and its place", () => {
    const source = loopSource(document.nodes[3] as FlowDocument["nodes"][number], catalog);
    expect(source).toEqual({ node: "each", value: "{{ disks }}", names: ["disk", "at"] });
    expect(roundOf(source as NonNullable<typeof source>, ["a", "b"], 1)).toEqual({ disk: "b", at: 1 });
    expect(loopSource(document.nodes[0] as FlowDocument["nodes"][number], catalog)).toBeUndefined();
  });
});

describe("conditions", () => {
  test("know their kind and ask only for what it needs", () => {
    expect(kindOf("a > 1")).toBe("expression");
    expect(kindOf({ left_operand: "a" })).toBe("variable_check");
    expect(kindOf({ expression: "a" })).toBe("expression");
    expect(fieldsShown({ type: "step_result" })).toEqual(["node", "status"]);
    expect(fieldsShown({ operator: "is_empty" })).toEqual(["left_operand", "operator"]);
    expect(fieldsShown({ operator: "is_empty", right_operand: 1 })).toContain("right_operand");
  });

  test("turn from one kind into another with what both can say", () => {
    const taken: Json = {
      type: "variable_check",
      left_operand: "{{ disk.used }}",
      operator: "greater",
      right_operand: 80,
    };
    expect(asKind("disk.used > 80", "variable_check")).toEqual(taken);
    expect(asKind(taken, "expression")).toBe("disk.used > 80");
    expect(asKind("a.b(c)", "variable_check")).toMatchObject({ left_operand: "" });
    expect(asKind({ ...taken, negate: true }, "step_result")).toEqual({
      type: "step_result",
      status: "success",
      negate: true,
    });
  });
});

test("a diff names each place that changed", () => {
  const before = { a: 1, list: [{ x: 1 }, 2], same: { y: [1] } };
  const after = { list: [{ x: 2 }, 2, 3], same: { y: [1] }, b: null };
  expect(diffJson(before, after)).toEqual([
    { path: "a", kind: "removed", before: 1 },
    { path: "list[0].x", kind: "changed", before: 1, after: 2 },
    { path: "list[2]", kind: "added", after: 3 },
    { path: "b", kind: "added", after: null },
  ]);
  expect(diffJson(before, structuredClone(before))).toEqual([]);
});
