// Where nodes work: what is offered, what is counted, and that searching and renaming know these texts.
import { describe, expect, test } from "vitest";
import { diffDocuments } from "../../src/core/diff";
import { type FlowDocument, type FlowNode, parseDocument, serialize } from "../../src/core/document";
import { findIn, replaceAll } from "../../src/core/find";
import { mergeDocuments } from "../../src/core/merge";
import { configMessages, hasPlace, isParameter, ownMessages } from "../../src/core/nodeFields";
import { applyOperation } from "../../src/core/operations";
import { renamed } from "../../src/core/references";
import { fixedText, machinesText, suggestionsFor } from "../../src/core/selectors";
import { usagesOf, usedThings } from "../../src/core/usages";
import { catalog, sampleDocument } from "../kit/catalog";

function flow(...nodes: Partial<FlowNode>[]): FlowDocument {
  return {
    ...sampleDocument(),
    nodes: nodes.map((node, index) => ({ id: `n${index}`, type: "t.work", x: 0, y: 0, ...node })),
    wires: [],
  };
}

const known = {
  targets: [{ name: "web-1", hostname: "web-1.example.org", os_type: "linux" }],
  groups: [
    { name: "web", count: 12 },
    { name: "db", count: 1 },
  ],
  tags: [{ value: "web", count: 2000 }],
  others: ["web-1", "old-web", "{{ vars.host }}"],
};

describe("what is offered", () => {
  test("everything where nothing is typed, each thing once, expressions never", () => {
    const found = suggestionsFor("", known);
    expect(found.map(({ group, items }) => [group, items.map(({ value }) => value)])).toEqual([
      ["Here", ["local"]],
      ["Groups", ["group:web", "group:db"]],
      ["Tags", ["tag:web"]],
      ["Also in this flow", ["old-web"]],
      ["Machines", ["web-1"]],
    ]);
  });

  test("what fits, with how many machines that is", () => {
    const items = suggestionsFor("Web", { ...known, targets: [] }).flatMap((group) => group.items);
    expect(items.map(({ value, detail }) => [value, detail])).toEqual([
      ["group:web", "12 machines"],
      ["tag:web", "2,000 machines"],
      ["web-1", ""],
      ["old-web", ""],
    ]);
    expect(machinesText(1)).toBe("1 machine");
  });
});

test.each([
  ["web-1", "web-1"],
  ["", undefined],
  ['{{ "web-1" }}', "web-1"],
  ["{{ 'a b' }}", "a b"],
  ["{{ vars.host }}", undefined],
  ['{{ "a" ~ "b" }}', undefined],
])("%s as a fixed text", (text, fixed) => {
  expect(fixedText(text)).toBe(fixed);
});

describe("a node", () => {
  const place = (node: Partial<FlowNode>, platforms?: string[]) => {
    const descriptor = { ...catalog.items[0], platforms } as (typeof catalog.items)[number];
    return hasPlace({ id: "n", type: "t", x: 0, y: 0, ...node }, descriptor);
  };

  test.each([
    [["local"], true],
    [["engine", "ssh"], true],
    [["engine"], false],
    [undefined, false],
  ])("that can work on %s", (platforms, isAsked) => {
    expect(place({}, platforms)).toBe(isAsked);
  });

  test("that says where it works is asked in any case", () => {
    expect([place({ target: "x" }, ["engine"]), place({ credential: "x" }, ["engine"])]).toEqual([
      true,
      true,
    ]);
  });

  test("has the fields of its place set and taken back", () => {
    const set = (settings: object) => ({ kind: "setNode" as const, node: "n0", settings });
    const named = applyOperation(flow({}), set({ target: "group:web", credential: "root" }));
    expect(named.nodes[0]).toMatchObject({ target: "group:web", credential: "root" });
    const bare = applyOperation(named, set({ target: undefined, credential: undefined }));
    expect(serialize(bare)).toBe(serialize(flow({})));
    expect(parseDocument(serialize(named))).toEqual(named);
  });
});

describe("problems", () => {
  const at = (field: string, message: string) => ({
    severity: "warning" as const,
    code: "unknown_credential",
    node: "n",
    field,
    message,
  });
  const problems = [
    at("config/credential", "no such key"),
    at("credential", "no such login"),
    at("config", "odd"),
  ];

  test("of the config and of the place are told apart, and both are among the parameters", () => {
    expect([...configMessages(problems, "n")]).toEqual([
      ["credential", "no such key"],
      ["", "odd"],
    ]);
    expect([...ownMessages(problems, "n")]).toEqual([["credential", "no such login"]]);
    expect([...problems, at("target", "?"), at("timeout", "?")].map(isParameter)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("searching", () => {
  const query = (text: string) => ({ text, isCase: false, isWord: false, isRegex: false });
  const document = flow(
    { target: "web-1", credential: "web-login" },
    { target: "{{ nodes.web.output.host }}" },
  );

  test("finds and replaces targets and credentials", () => {
    const found = findIn(document, catalog, query("web-"));
    expect(found.map(({ place, field }) => [place.kind, field])).toEqual([
      ["target", "Target"],
      ["credential", "Credential"],
    ]);
    const after = replaceAll(document, catalog, found, query("web-"), "db-");
    expect(after.nodes[0]).toMatchObject({ target: "db-1", credential: "db-login" });
  });

  test("finds where a credential is used, by the node and by its config", () => {
    const both = flow({ credential: "key" }, { type: "t.call", config: { login: "key" } });
    expect(usagesOf(both, catalog, "credential", "key").map(({ node, field }) => [node, field])).toEqual([
      ["n0", "Credential"],
      ["n1", "Login"],
    ]);
    const things = usedThings(both, catalog).filter(({ subject }) => subject === "credential");
    expect(things.map(({ name }) => name)).toEqual(["key"]);
  });

  test("a target that reads another node follows its name", () => {
    const before = flow({ id: "a", name: "Pick" }, { target: "{{ nodes['Pick'].output.host }}" });
    const after = renamed(before, catalog, "a", "Choose");
    expect(after.nodes[1]?.target).toBe("{{ nodes.Choose.output.host }}");
    expect(after.nodes[1]).not.toHaveProperty("config");
  });
});

test("versions say field by field that it works elsewhere, and two who changed one each are joined", () => {
  const [base, mine, theirs] = [{}, { target: "web-1" }, { credential: "root" }].map((node) => flow(node));
  if (!base || !mine || !theirs) throw new Error("three flows");
  const [change] = diffDocuments(base, mine);
  expect(change?.fields).toEqual([expect.objectContaining({ path: "target", after: "web-1" })]);
  const { document, conflicts } = mergeDocuments({ base, mine, theirs }, catalog);
  expect(conflicts).toEqual([]);
  expect(document.nodes[0]).toMatchObject({ target: "web-1", credential: "root" });
});
