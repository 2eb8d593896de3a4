// Node-RED: an export as people have them becomes a flow, and what needs a person's eye is said.
import { describe, expect, test } from "vitest";
import { Catalog, type Descriptor } from "../../src/core/descriptor";
import { convertNodeRed } from "../../src/core/nodeRed";
import { readNodeRed } from "../../src/core/nodeRedText";
import { RED_EXPORT } from "../kit/nodeRed";

const IN = { id: "in" };
const NEXT = { id: "output", role: "next" };
const ERROR = { id: "error", role: "error", kind: "error" as const };

function type(name: string, fields: string[], ports: Partial<Descriptor["ports"]> = {}): Descriptor {
  const properties = Object.fromEntries(fields.map((field) => [field, {}]));
  return {
    type: name,
    name,
    category: "control",
    ports: { inputs: [IN], outputs: [NEXT, ERROR], ...ports },
    schema: { type: "object", properties },
  };
}

const ours = new Catalog(
  [
    { ...type("x.start", [], { inputs: [], outputs: [NEXT] }), shape: "trigger" },
    type("x.calculate", ["calculations"]),
    type("x.switch", ["switch_variable", "cases"], {
      outputs: [{ id: "default", role: "next" }, ERROR],
      derived: [{ each: "cases", id: "value", role: "next" }],
    }),
    type("x.if", ["condition"], {
      outputs: [
        { id: "true", role: "next" },
        { id: "false", role: "next" },
      ],
    }),
    type("x.set_variable", ["variables", "scope"]),
    type("x.get", ["url"]),
    type("x.command", ["command"]),
    type("x.wait", ["seconds"]),
  ],
  [],
);

const withJunctions = new Catalog(
  [...ours.items, { ...type("x.meet", [], { outputs: [NEXT] }), shape: "junction" }],
  [],
);

function convert(red: unknown = RED_EXPORT, catalog = ours) {
  const read = readNodeRed(JSON.stringify(red));
  if (!read) throw new Error("it is not recognised");
  const { document, report } = convertNodeRed(read, catalog);
  const node = (id: string) => {
    const found = document.nodes.find((item) => item.id === id);
    if (!found) throw new Error(`no node ${id} among ${document.nodes.map((item) => item.id)}`);
    return found;
  };
  const line = (title: string) => report.find((item) => item.title === title);
  const ways = document.wires.map((wire) => `${wire.source}.${wire.sourcePort}>${wire.target}`).sort();
  return { document, report, node, line, ways };
}

describe("Node-RED", () => {
  test.each([
    ["our own clip", { format: "opsconductor.clipboard/1", nodes: [] }],
    ["a list of flows", [{ format: "opsconductor.flow/1", name: "A", nodes: [], wires: [] }]],
    ["an empty list", []],
    ["settings only", [{ id: "a", type: "mqtt-broker" }]],
  ])("is not seen in %s", (_what, value) => {
    expect(readNodeRed(JSON.stringify(value))).toBeUndefined();
  });

  test("is not seen in text that is not JSON", () => expect(readNodeRed("[{")).toBeUndefined());

  test("each node becomes what is nearest", () => {
    const { node, document } = convert();
    expect(document).toMatchObject({ format: "opsconductor.flow/1", name: "Disk watch" });
    expect(node("every_five_minutes")).toMatchObject({ type: "x.start" });
    expect(node("df")).toMatchObject({
      type: "x.command",
      timeout: 20,
      config: { command: "df -P {{ msg.payload | sh }} /var" },
    });
    expect(node("keep")).toMatchObject({
      type: "x.set_variable",
      config: { variables: { used: "{{ msg.payload.used }}", limit: 80, host: "web-1" }, scope: "job" },
    });
    expect(node("how_full")).toMatchObject({ type: "x.if", config: { condition: "msg.payload.used >= 80" } });
    expect(node("which_mount")).toMatchObject({
      type: "x.switch",
      config: { switch_variable: "{{ msg.payload.mount }}", cases: [{ value: "/" }, { value: "/var" }] },
    });
    expect(node("a_moment")).toMatchObject({ type: "x.wait", config: { seconds: 0.5 } });
    expect(node("ask")).toMatchObject({
      type: "x.get",
      config: { url: "https://hooks.example.org/{{ msg.topic }}" },
    });
    expect(node("words")).toMatchObject({
      type: "x.set_variable",
      config: { variables: { payload: "{{ msg.host }} is {{ msg.payload.used }} % full" } },
    });
  });

  test("code and unknown nodes are kept as text, switched off, and said", () => {
    const { node, line } = convert();
    expect(node("parse")).toMatchObject({ type: "x.calculate", disabled: true });
    expect(node("parse").notes).toContain("msg.payload = msg.payload.split");
    expect(line("parse")?.attention).toContain("enable the node");
    expect(node("tell")).toMatchObject({ type: "node-red.mqtt out", disabled: true });
    expect(node("tell").notes).toContain('"topic": "disks/full"');
    expect(line("tell")?.attention).toContain("put another node in its place");
    expect(line("every five minutes")?.attention).toContain("every 300 seconds");
    expect(line("show")).toMatchObject({ from: "debug" });
    expect(line("show")?.node).toBeUndefined();
    expect(line("broker")?.attention).toContain("credential");
  });

  test("wires go through junctions and links, and by the port that means the same", () => {
    expect(convert().ways).toEqual([
      "a_moment.output>ask",
      "df.error>tell",
      "df.output>parse",
      "every_five_minutes.output>df",
      "how_full.false>words",
      "how_full.true>which_mount",
      "keep.output>how_full",
      "parse.output>keep",
      "which_mount./>a_moment",
      "which_mount./var>a_moment",
      "which_mount.default>tell",
      "words.output>ask",
    ]);
  });

  test("junctions stay where there are any here, level with what they join", () => {
    const { ways, node } = convert(RED_EXPORT, withJunctions);
    expect(ways).toContain("parse.output>junction");
    expect(ways).toContain("junction.output>keep");
    expect(node("junction").type).toBe("x.meet");
    expect(node("junction").y - node("parse").y).toBe(20);
  });

  test("links become wires that are drawn as links", () => {
    const named = convert().document.wires.filter((wire) => wire.link);
    expect(named.map(({ source, target, link }) => [source, target, link])).toEqual([
      ["df", "tell", "to the broker"],
      ["which_mount", "tell", "to the broker"],
    ]);
  });

  test("comments become notes, groups stay, switched off stays switched off", () => {
    const { document, node } = convert();
    expect(document.notes).toMatchObject([
      { id: "note1", text: "**Why**\n\nThe disks of web-1 fill up at night." },
    ]);
    expect(document.groups).toMatchObject([{ name: "Checks", nodes: ["how_full", "which_mount"] }]);
    expect(node("words").disabled).toBe(true);
  });

  test("a second way to begin is kept as a placeholder", () => {
    const second = { id: "i2", type: "inject", z: "t1", name: "by hand", x: 100, y: 600, wires: [["n2"]] };
    const { node, line } = convert([...RED_EXPORT, second]);
    expect(node("by_hand")).toMatchObject({ type: "node-red.inject", disabled: true });
    expect(line("by hand")?.attention).toContain("A flow has one start");
  });

  test("a switch that compares in several ways is kept as a placeholder", () => {
    const rules = [
      { t: "lt", v: "10", vt: "num" },
      { t: "cont", v: "x", vt: "str" },
    ];
    const red = [
      { id: "s", type: "switch", z: "t", x: 0, y: 0, property: "payload", rules, wires: [[], []] },
    ];
    expect(convert(red).node("switch")).toMatchObject({ type: "node-red.switch", disabled: true });
  });

  test("ids are ours, unique and none lies on another", () => {
    const { document } = convert();
    const places = new Set(document.nodes.map(({ x, y }) => `${x} ${y}`));
    expect(places.size).toBe(document.nodes.length);
    expect(document.nodes.every(({ id }) => /^[A-Za-z0-9_-]{1,64}$/.test(id))).toBe(true);
  });
});
