// Reading: ports from config, fields from schemas, values of parameters, colours of log lines, searches, keys.
import { describe, expect, test } from "vitest";
import { parseAnsi } from "../../src/core/ansi";
import { checkValue } from "../../src/core/checks";
import { type Descriptor, portsOf } from "../../src/core/descriptor";
import { parseDocument } from "../../src/core/document";
import { fieldKind } from "../../src/core/fieldKind";
import { matchesKeys } from "../../src/core/keys";
import { readDrafts, startingDrafts } from "../../src/core/parameters";
import { emptyValue, fieldsOf, resolve, type Schema } from "../../src/core/schema";
import { searchTypes } from "../../src/core/search";
import { startingDocument } from "../../src/core/starter";
import { summaryOf } from "../../src/core/summary";
import { catalog } from "../kit/catalog";

describe("ports", () => {
  test("derived ports come first, without repeats or blanks", () => {
    const choose = catalog.get("t.choose") as Descriptor;
    const ports = portsOf(choose, {
      cases: [{ value: "a" }, { value: "" }, { value: "b" }, { value: "a" }, 7],
    });
    expect(ports.outputs.map((port) => port.id)).toEqual(["a", "b", "output"]);
  });
});

describe("schema", () => {
  const root: Schema = {
    $defs: { Case: { type: "object", properties: { value: { type: "string" } }, required: ["value"] } },
  };
  const kinds: [string, Schema, string][] = [
    ["text", { type: "string" }, "text"],
    ["nullable number", { type: ["integer", "null"] }, "number"],
    ["enum", { type: "string", enum: ["a", "b"] }, "select"],
    ["constants", { oneOf: [{ const: "a" }, { const: "b" }] }, "select"],
    ["expression", { type: "string", "x-expression": "rhai" }, "expression"],
    ["dynamic", { "x-dynamic": true }, "dynamic"],
    ["map", { type: "object", additionalProperties: { type: "string" } }, "map"],
    ["list of text", { type: "array", items: { type: "string" } }, "strings"],
    ["list of tags", { type: "array", items: { type: "string" }, "x-ui": { widget: "tags" } }, "tags"],
    [
      "tags of a choice",
      { type: "array", items: { enum: ["a", "b"] }, "x-ui": { widget: "tags" } },
      "choices",
    ],
    ["tags that are no list", { type: "string", "x-ui": { widget: "tags" } }, "text"],
    ["list of small objects", { type: "array", items: { $ref: "#/$defs/Case" } }, "table"],
    [
      "list of objects with lists in them",
      {
        type: "array",
        items: { type: "object", properties: { all: { type: "array", items: { $ref: "#" } } } },
      },
      "rows",
    ],
    ["list of choices", { type: "array", items: { enum: ["a", "b"] } }, "choices"],
    ["name of a node", { type: "string", "x-node": true }, "name"],
    ["target", { type: "string", "x-ui": { widget: "target-picker" } }, "target"],
    ["credential", { type: "string", "x-ui": { widget: "credential-picker" } }, "credential"],
    ["file", { type: "string", "x-ui": { widget: "file" } }, "name"],
    ["duration", { type: "integer", "x-ui": { widget: "duration" } }, "duration"],
    ["colour", { type: "string", "x-ui": { widget: "color" } }, "color"],
    ["cron", { type: "string", "x-ui": { widget: "cron" } }, "cron"],
    ["widget of a later version", { type: "string", "x-ui": { widget: "hologram" } }, "json"],
    ["widget that does not fit the type", { type: "object", "x-ui": { widget: "text" } }, "map"],
    ["code", { type: "string", "x-ui": { widget: "code", language: "shell" } }, "code"],
    ["anything", {}, "dynamic"],
    ["several types", { type: ["string", "integer"] }, "json"],
    [
      "variants",
      { oneOf: ["x", "y"].map((name) => ({ type: "object", properties: { kind: { const: name } } })) },
      "variant",
    ],
  ];
  test.each(kinds)("%s", (_name, schema, kind) => {
    expect(fieldKind(schema, root)).toBe(kind);
  });

  test("follows references and keeps the outer help", () => {
    const schema = resolve({ $ref: "#/$defs/Case", description: "outer" }, root);
    expect(schema).toMatchObject({ type: "object", description: "outer" });
    expect(emptyValue(schema, root)).toEqual({ value: "" });
  });

  test("orders fields by hint, then as written", () => {
    const schema: Schema = { properties: { b: {}, a: {}, first: { "x-ui": { order: 1 } } }, required: ["a"] };
    expect(fieldsOf(schema, root).map((field) => field.name)).toEqual(["first", "b", "a"]);
  });

  test("checks numbers and patterns, and leaves templates and expressions to the server", () => {
    expect(checkValue(5, { type: "integer", maximum: 3 }, false)).toBe("Use 3 or less.");
    expect(checkValue(1.5, { type: "integer" }, false)).toBe("Use a whole number.");
    expect(checkValue("x", { type: "string", pattern: "^[0-9]+$" }, false)).toContain("must match");
    expect(checkValue("{{ x }}", { type: "string", pattern: "^[0-9]+$" }, false)).toBeUndefined();
    expect(checkValue({ $expr: "1" }, { type: "integer", maximum: 0 }, true)).toBeUndefined();
    expect(checkValue("", { type: "string" }, true)).toBe("Fill this in.");
  });
});

test("a summary shows required fields first and never a secret", () => {
  const descriptor: Descriptor = {
    ...(catalog.get("t.work") as Descriptor),
    schema: {
      properties: {
        shell: { type: "string" },
        password: { type: "string", "x-ui": { secret: true } },
        command: { type: "string" },
      },
      required: ["command", "password"],
    },
  };
  const config = { shell: "sh", password: "hidden", command: "df\n-P" };
  expect(summaryOf(descriptor, { config })).toBe("df · sh");
  expect(summaryOf(descriptor, { config, target: "group:web" })).toBe("group:web · df · sh");
});

describe("parameters", () => {
  const parameters = {
    count: { type: "integer" as const, min: 1, max: 5, required: true },
    names: { type: "array" as const, default: ["a"] },
    key: { type: "string" as const, secret: true },
  };
  test("reads typed values and names what is wrong", () => {
    expect(readDrafts(parameters, { count: "3", names: '["x"]', key: "" })).toEqual({
      values: { count: 3, names: ["x"] },
      errors: {},
    });
    const { errors } = readDrafts(parameters, { count: "9", names: "x", key: "" });
    expect(errors).toEqual({ count: "Use 5 or less.", names: 'Use a JSON list, such as ["a", "b"].' });
    expect(readDrafts(parameters, {}).errors).toEqual({ count: "Fill this in." });
  });

  test("starts with the last values, but never with a secret", () => {
    expect(startingDrafts(parameters, { count: 2, key: "hidden" })).toEqual({
      count: "2",
      names: '["a"]',
      key: "",
    });
  });
});

test("terminal colours become pieces and other sequences vanish", () => {
  const esc = String.fromCharCode(27);
  expect(parseAnsi(`a${esc}[1;32mok${esc}[0m b${esc}[2K${esc}]0;title${String.fromCharCode(7)}`)).toEqual([
    { text: "a" },
    { text: "ok", bold: true, color: "green" },
    { text: " b" },
  ]);
});

test("search finds by name, alias, category and description, best first", () => {
  const names = (text: string) => searchTypes(catalog, text).map((item) => item.name);
  expect(names("work")[0]).toBe("work");
  expect(names("old.w")).toEqual(["work"]);
  expect(names("file")).toEqual(["work"]);
  expect(names("data")).toContain("value");
  expect(names("zzz")).toEqual([]);
});

test("keys match with Cmd for Ctrl, and symbols whatever shift they need", () => {
  const press = { key: "z", ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  expect(matchesKeys("Ctrl+Z", { ...press, metaKey: true })).toBe(true);
  expect(matchesKeys("Ctrl+Z", { ...press, ctrlKey: true, shiftKey: true })).toBe(false);
  expect(matchesKeys("Ctrl+Shift+Z", { ...press, key: "Z", ctrlKey: true, shiftKey: true })).toBe(true);
  expect(matchesKeys("?", { ...press, key: "?", shiftKey: true })).toBe(true);
});

test("a new flow begins with the node that starts it", () => {
  expect(startingDocument("New", catalog).nodes).toEqual([
    { id: "begin", type: "t.begin", x: 80, y: 200, config: { greeting: "hello" } },
  ]);
});

test("an import keeps unknown fields and says what is wrong in words", () => {
  const text = JSON.stringify({
    name: "X",
    nodes: [{ id: "a", type: "t", x: 1.4, y: 2 }],
    wires: [],
    extra: 1,
  });
  expect(parseDocument(text)).toMatchObject({ extra: 1, nodes: [{ id: "a", x: 1, y: 2 }] });
  expect(() => parseDocument("nope")).toThrow("not JSON");
  expect(() => parseDocument("{}")).toThrow("nodes");
});
