// The names that texts mention, as the engine reads them; and what renaming makes of them.
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { type Language, mentionsIn, rewriteMentions } from "../../src/core/mentions";
import { renamed } from "../../src/core/references";
import { definitionsOf, usagesOf, usedThings } from "../../src/core/usages";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const names = (text: string, language: Language) =>
  mentionsIn(text, language).map(({ root, member }) => (member === undefined ? root : `${root}.${member}`));

describe("mentions", () => {
  test.each([
    ["plain text with nodes.read in it", []],
    ["{{ nodes.read.output }} and {{ total }}", ["nodes.read", "total"]],
    ["{{ nodes['Read disks'].output | upper | default:other }}", ["nodes.Read disks", "other"]],
    [
      "{% if params.listing %}cat {{ params.listing | sh }}{% else %}x{% endif %}",
      ["params.listing", "params.listing"],
    ],
    ["{% for row in rows %}{{ row.name }}{{ loop.index }}{% endfor %}", ["rows", "loop.index"]],
    ["{% raw %}{{ nodes.read }}{% endraw %}{{ a }}", ["a"]],
    ["{# {{ no }} #}{{ 'nodes.read' }}{{ yes is defined }}", ["yes"]],
    ["{{ open", []],
  ])("of the template %s", (text, expected) => {
    expect(names(text, "template")).toEqual(expected);
  });

  test.each([
    ["disk.used > threshold && name != 'nodes.read'", ["disk.used", "threshold", "name"]],
    ["disks.filter(|d| d.used > limit).len()", ["disks", "limit"]],
    ["#{ key: value, other: nodes.read.output }", ["value", "nodes.read"]],
    ["let x = 1; x + y", ["y"]],
    ["'{{ inner }}' + \"{{ nodes['A b'].output }}\" // nodes.comment", ["inner", "nodes.A b"]],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: this is how the engine writes it
    ["`text ${nodes.read.output + #{ a: b }.a} more`", ["nodes.read", "b"]],
    ["{{ total }} * 100 > 5e3 and not done", ["total", "done"]],
    ["parse_json(text).nodes.read", ["text"]],
  ])("of the expression %s", (text, expected) => {
    expect(names(text, "expression")).toEqual(expected);
  });

  test("are rewritten in place", () => {
    const text = "{{ nodes['A'].output }} - nodes['A'] - {{nodes[\"A\"].status}}";
    const written = rewriteMentions(text, "template", (mention) =>
      mention.member === "A" ? "nodes.B" : undefined,
    );
    expect(written).toBe("{{ nodes.B.output }} - nodes['A'] - {{nodes.B.status}}");
  });
});

function naming(): FlowDocument {
  const document = sampleDocument();
  document.nodes[1] = {
    ...document.nodes[1],
    name: "Read disks",
    config: { command: "{{ nodes['Read disks'].output }} nodes['Read disks']" },
  } as FlowDocument["nodes"][number];
  document.nodes.push({
    id: "ask",
    type: "t.ask",
    x: 0,
    y: 0,
    config: {
      condition: "nodes['Read disks'].output.len() > 0 && nodes.a.status == 'ok'",
      deep: [{ $expr: 'nodes["Read disks"].output' }],
    },
  });
  return document;
}

const rename = (id: string, name: string, document = naming()) =>
  gesture((state) => {
    const after = renamed(state().document, catalog, id, name);
    state().apply({ kind: "replace", document: after, label: "rename node", mergeKey: `name:${id}` });
    expect(state().history.past).toHaveLength(1);
  }, document);

describe("renaming a node", () => {
  test("changes every expression that names it, and no plain text, in one step", () => {
    const document = rename("a", "Ask for disks");
    expect(document.nodes[1]?.name).toBe("Ask for disks");
    expect(document.nodes[1]?.config?.command).toBe(
      "{{ nodes['Ask for disks'].output }} nodes['Read disks']",
    );
    expect(document.nodes[3]?.config).toEqual({
      condition: "nodes['Ask for disks'].output.len() > 0 && nodes.a.status == 'ok'",
      deep: [{ $expr: "nodes['Ask for disks'].output" }],
    });
  });

  test("writes a plain name without quotes, and the id where the name would mean nothing or two nodes", () => {
    const condition = (name: string, document?: FlowDocument) =>
      rename("a", name, document).nodes[3]?.config?.condition;
    expect(condition("disks")).toContain("nodes.disks.output");
    expect(condition("")).toContain("nodes.a.output");
    expect(condition("b")).toContain("nodes.a.output");
    expect(condition('it\'s "quoted"')).toContain("nodes.a.output");
  });

  test("typing through the name of another node mixes nothing up", () => {
    const document = naming();
    document.nodes[2] = { ...document.nodes[2], name: "Rea" } as FlowDocument["nodes"][number];
    document.nodes.push({
      id: "c",
      type: "t.work",
      x: 0,
      y: 0,
      config: { command: "{{ nodes.Rea.output }}" },
    });
    let now = document;
    for (const name of ["Read", "Rea", "Real"]) now = renamed(now, catalog, "a", name);
    expect(now.nodes[4]?.config?.command).toBe("{{ nodes.Rea.output }}");
    expect(now.nodes[3]?.config?.condition).toContain("nodes.a.output");
  });

  test("leaves alone what a name shared by two nodes means", () => {
    const document = naming();
    document.nodes[2] = { ...document.nodes[2], name: "Read disks" } as FlowDocument["nodes"][number];
    expect(rename("a", "Other", document).nodes[3]?.config?.condition).toContain("nodes['Read disks']");
  });
});

describe("usages", () => {
  const document: FlowDocument = {
    format: "opsconductor.flow/1",
    name: "Usages",
    parameters: { limit: { type: "integer" } },
    nodes: [
      { id: "set", type: "t.set", x: 0, y: 0, config: { variables: { total: "{{ limit }}" } } },
      {
        id: "ask",
        type: "t.ask",
        x: 0,
        y: 0,
        config: { condition: "total > params.limit" },
        outputVariable: "seen",
      },
      {
        id: "call",
        type: "t.call",
        x: 0,
        y: 0,
        config: { flow: "Greet", login: "root", note: "{{ vars.total }}" },
      },
    ],
    wires: [],
  };

  test("of a variable say where it is set and where it is read", () => {
    const found = usagesOf(document, catalog, "variable", "total");
    expect(found.map(({ node, isSet }) => [node, isSet])).toEqual([
      ["set", true],
      ["ask", false],
      ["call", false],
    ]);
    expect(document.nodes.flatMap((node) => definitionsOf(node, catalog).map((item) => item.name))).toEqual([
      "total",
      "seen",
    ]);
  });

  test("of parameters, subflows and credentials are found too", () => {
    const nodes = (subject: Parameters<typeof usagesOf>[2], name: string) =>
      usagesOf(document, catalog, subject, name).map((usage) => usage.node);
    expect(nodes("parameter", "limit")).toEqual(["set", "ask"]);
    expect(nodes("subflow", "Greet")).toEqual(["call"]);
    expect(nodes("credential", "root")).toEqual(["call"]);
    expect(nodes("subflow", "Gree")).toEqual([]);
    expect(usedThings(document, catalog).map(({ subject, name }) => `${subject} ${name}`)).toEqual([
      "variable seen",
      "variable total",
      "parameter limit",
      "subflow Greet",
      "credential root",
    ]);
  });
});
