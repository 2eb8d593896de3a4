// Templates: finding them, what they ask for, what they keep of a flow, and what a flow gets of them.
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { withoutSecrets } from "../../src/core/secrets";
import { clearPlace, insertionOf, templateOf } from "../../src/core/templateParts";
import {
  asParameters,
  categoriesOf,
  findTemplates,
  placeholdersIn,
  type TemplateItem,
} from "../../src/core/templates";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const item = (name: string, rest: Partial<TemplateItem> = {}): TemplateItem => ({
  id: name,
  kind: "flow",
  name,
  description: "",
  category: "",
  author: "ann",
  is_public: false,
  shipped: false,
  uses: 0,
  rating: 0,
  ratings: 0,
  placeholders: [],
  created_at: "",
  updated_at: "",
  ...rest,
});

const LIBRARY = [
  item("Backup", { category: "Linux", uses: 2, shipped: true, author: "OpsConductor" }),
  item("Ping", { category: "Web", uses: 5, kind: "pattern", description: "asks a web server" }),
  item("Alpha", { category: "Web", uses: 2, rating: 4.5, ratings: 2, author: "otto", is_public: true }),
];

describe("the library", () => {
  test.each([
    [{}, ["Ping", "Alpha", "Backup"]],
    [{ sort: "rating" }, ["Alpha", "Backup", "Ping"]],
    [{ sort: "name" }, ["Alpha", "Backup", "Ping"]],
    [{ search: "WEB asks" }, ["Ping"]],
    [{ from: "own" }, ["Ping"]],
    [{ from: "shared" }, ["Alpha"]],
    [{ from: "shipped" }, ["Backup"]],
    [{ kind: "pattern" }, ["Ping"]],
    [{ category: "Web", kind: "flow" }, ["Alpha"]],
  ])("finds by %j", (search, names) => {
    expect(findTemplates(LIBRARY, search, "ann").map(({ name }) => name)).toEqual(names);
  });

  test("counts categories", () => {
    expect(categoriesOf([...LIBRARY, item("Other")])).toEqual([
      { name: "Linux", count: 1 },
      { name: "Web", count: 2 },
    ]);
  });
});

describe("what a template asks for", () => {
  test("is found in the document, each name once", () => {
    const document = { ...sampleDocument(), description: "<<b>> <<a>> <<b>> << c >> <<1>>" };
    expect(placeholdersIn(document)).toEqual(["a", "b"]);
  });

  test("is a form: typed, and needed where there is no default", () => {
    const parameters = asParameters([
      { name: "n", label: "How many?", type: "number", default: 3 },
      { name: "on", label: "", type: "boolean" },
      { name: "path", label: "", type: "path", default: null },
    ]);
    expect(parameters).toEqual({
      n: { type: "number", required: false, default: 3 },
      on: { type: "boolean", required: true },
      path: { type: "string", required: true },
    });
  });
});

describe("keeping a flow as a template", () => {
  const withSecret = (): FlowDocument => ({
    ...sampleDocument(),
    parameters: {
      key: { type: "string", secret: true, default: "hush" },
      day: { type: "string", default: "mon" },
    },
    groups: [
      { id: "g", nodes: ["a", "b"] },
      { id: "h", nodes: ["begin", "a"] },
    ],
    nodes: [
      ...sampleDocument().nodes,
      { id: "c", type: "t.call", x: 0, y: 0, config: { flow: "F", password: "hush" } },
    ],
  });

  test("leaves the values of secrets behind, and nothing else", () => {
    const kept = templateOf(withSecret(), catalog);
    expect(JSON.stringify(kept)).not.toContain("hush");
    expect(kept.parameters).toEqual({
      key: { type: "string", secret: true },
      day: { type: "string", default: "mon" },
    });
    expect(kept).toMatchObject({ mystery: { from: "a later version" } });
    expect(withoutSecrets(sampleDocument(), catalog)).toEqual(sampleDocument());
  });

  test("or some of its nodes, with the wires and groups that lie among them", () => {
    const kept = templateOf(withSecret(), catalog, new Set(["a", "b"]));
    expect(kept.nodes.map(({ id }) => id)).toEqual(["a", "b"]);
    expect(kept.wires.map(({ id }) => id)).toEqual(["w2"]);
    expect(kept.groups).toEqual([{ id: "g", nodes: ["a", "b"] }]);
    expect(kept.parameters).toBeUndefined();
  });
});

test("a template goes into a flow as one step: fresh ids, no second start, its parameters, groups and notes", () => {
  const template: FlowDocument = {
    ...sampleDocument(),
    name: "Pair",
    parameters: { path: { type: "string", default: "/etc" } },
    groups: [{ id: "group1", name: "Both", nodes: ["a", "b", "begin"] }],
    notes: [{ id: "note1", x: 280, y: 100, text: "Mind the gap" }],
  };
  const document = gesture((state) => {
    const { operation, nodes } = insertionOf(state().document, catalog, template, { x: 1000, y: 1000 });
    expect(nodes).toEqual(["a2", "b2"]);
    state().apply(operation);
    expect(state().history.past.length).toBe(1);
  });
  expect(document.nodes.map(({ id }) => id)).toEqual(["begin", "a", "b", "a2", "b2"]);
  expect(document.wires.at(-1)).toMatchObject({ source: "a2", target: "b2" });
  expect(document.parameters).toEqual({ path: { type: "string", default: "/etc" } });
  expect(document.groups).toEqual([{ id: "group1", name: "Both", nodes: ["a2", "b2"] }]);
  const first = document.nodes[3];
  expect(document.notes).toEqual([
    { id: "note1", x: first?.x, y: (first?.y ?? 0) + 100, text: "Mind the gap" },
  ]);
});

test("without a place of its own a template lies below what is there", () => {
  const document = sampleDocument();
  const place = clearPlace(document, document, { x: 380, y: 28 });
  expect(place).toEqual({ x: 380, y: 56 + 116 / 2 });
  expect(clearPlace(document, document, place)).toEqual(place);
  expect(clearPlace({ ...document, nodes: [] }, document, { x: 5, y: 5 })).toEqual({ x: 5, y: 5 });
});
