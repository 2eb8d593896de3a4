// A small catalog of made-up node types that covers every kind of port.
import { Catalog, type Descriptor } from "../../src/core/descriptor";
import type { FlowDocument } from "../../src/core/document";

const IN = { id: "in", kind: "flow" as const };
const OUT = { id: "output", role: "next", kind: "flow" as const };
const ERROR = { id: "error", role: "error", kind: "error" as const };

function type(name: string, ports: Descriptor["ports"], rest: Partial<Descriptor> = {}): Descriptor {
  return { type: `t.${name}`, name, category: "control", ports, schema: { type: "object" }, ...rest };
}

export const catalog = new Catalog(
  [
    type("begin", { inputs: [], outputs: [OUT] }, { shape: "trigger", defaults: { greeting: "hello" } }),
    type(
      "work",
      { inputs: [IN], outputs: [OUT, ERROR] },
      { aliases: ["old.work"], description: "Moves a file" },
    ),
    type("round", {
      inputs: [IN, { id: "back", kind: "loop" }],
      outputs: [{ id: "loop", role: "body", kind: "flow" }, OUT],
    }),
    type("choose", { inputs: [IN], outputs: [OUT], derived: [{ each: "cases", id: "value", role: "next" }] }),
    type("value", { inputs: [], outputs: [{ id: "output", kind: "data" }] }, { category: "data" }),
    type("reader", { inputs: [IN, { id: "value", kind: "data" }], outputs: [OUT] }),
    type(
      "ask",
      { inputs: [IN], outputs: [OUT] },
      { schema: { type: "object", properties: { condition: { type: "string", "x-expression": "rhai" } } } },
    ),
    type(
      "set",
      { inputs: [IN], outputs: [OUT] },
      { schema: { type: "object", properties: { variables: { type: "object", "x-defines": "keys" } } } },
    ),
    type(
      "call",
      { inputs: [IN], outputs: [OUT, ERROR] },
      {
        category: "subflow",
        schema: {
          type: "object",
          properties: {
            flow: { type: "string" },
            password: { type: "string", "x-ui": { secret: true } },
            login: { type: "string", "x-ui": { widget: "credential-picker" } },
          },
        },
      },
    ),
    type(
      "finish",
      { inputs: [IN], outputs: [] },
      { shape: "terminal", schema: { type: "object", properties: { result: {} } } },
    ),
    type(
      "consent",
      {
        inputs: [IN],
        outputs: ["approved", "rejected", "timeout"].map((id) => ({
          id,
          role: "next",
          kind: "flow" as const,
        })),
      },
      { shape: "approval", category: "notify", icon: "user-check" },
    ),
    type("dot", { inputs: [IN], outputs: [OUT] }, { shape: "junction" }),
  ],
  [
    { id: "control", name: "Flow control" },
    { id: "data", name: "Data" },
  ],
);

/** begin -> a -> b, with fields that this version does not know. */
export function sampleDocument(): FlowDocument {
  return {
    format: "opsconductor.flow/1",
    name: "Sample",
    nodes: [
      { id: "begin", type: "t.begin", x: 0, y: 0 },
      {
        id: "a",
        type: "t.work",
        x: 280,
        y: 0,
        config: { command: "ls", list: [1, 2], future: { keep: true } },
      },
      { id: "b", type: "t.work", x: 560, y: 0, colour: "red" } as FlowDocument["nodes"][number],
    ],
    wires: [
      { id: "w1", source: "begin", target: "a" },
      { id: "w2", source: "a", sourcePort: "output", target: "b", targetPort: "in", kind: "flow" },
    ],
    mystery: { from: "a later version" },
  } as FlowDocument;
}
