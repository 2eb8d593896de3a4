// Finding and replacing text in a flow, and ranking what search finds.
import { describe, expect, test } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { findIn, isReplaceable, type Query, readQuery, replaceAll } from "../../src/core/find";
import { fuzzyScore } from "../../src/core/fuzzy";
import { rankTypes, searchTypes, usedNow } from "../../src/core/search";
import { catalog } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const document: FlowDocument = {
  format: "opsconductor.flow/1",
  name: "Find",
  nodes: [
    {
      id: "copy",
      type: "t.work",
      name: "Copy disk",
      x: 0,
      y: 0,
      config: { command: "disk disks Disk", deep: { list: ["a disk", 7] } },
      notes: "About the disk",
    },
    { id: "ask", type: "t.ask", x: 0, y: 0, config: { condition: "nodes['Copy disk'].output == 'disk'" } },
  ],
  wires: [{ id: "w1", source: "copy", target: "ask", label: "disk" }],
  notes: [{ id: "n1", text: "a disk note", x: 0, y: 0 }],
};

const query = (text: string, rest: Partial<Query> = {}): Query => ({
  text,
  isCase: false,
  isWord: false,
  isRegex: false,
  ...rest,
});
const found = (text: string, rest?: Partial<Query>) => findIn(document, catalog, query(text, rest));

describe("find", () => {
  test("looks through names, parameters, notes, wires and types", () => {
    expect(found("disk").map((item) => item.field)).toEqual([
      "Name",
      "Command",
      "Command",
      "Command",
      "Deep list 1",
      "Notes",
      "Condition",
      "Condition",
      "Wire",
      "Note",
    ]);
    expect(found("t.ask").map((item) => item.place)).toEqual([{ kind: "type", node: "ask" }]);
    expect(found("7")).toHaveLength(1);
    expect(found("")).toEqual([]);
  });

  test("by case, by whole words, by regular expression", () => {
    const command = (rest: Partial<Query>, text = "disk") =>
      found(text, rest).filter((item) => item.field === "Command").length;
    expect(command({ isCase: true })).toBe(2);
    expect(command({ isWord: true })).toBe(2);
    expect(command({ isRegex: true }, "^disk|Disk$")).toBe(2);
    expect(command({ isRegex: true }, "x*")).toBe(0);
    expect(readQuery(query("(", { isRegex: true })).ok).toBe(false);
    expect(found("(", { isRegex: true })).toEqual([]);
  });

  test("replaces in parameters, names and notes in one step, and expressions follow the name", () => {
    const all = found("disk", { isWord: true, isCase: true });
    const after = gesture((state) => {
      const next = replaceAll(
        state().document,
        catalog,
        all,
        query("disk", { isWord: true, isCase: true }),
        "host",
      );
      state().apply({ kind: "replace", document: next, label: "replace" });
      expect(state().history.past).toHaveLength(1);
    }, document);
    expect(after.nodes[0]).toMatchObject({
      name: "Copy host",
      notes: "About the host",
      config: { command: "host disks Disk", deep: { list: ["a host", 7] } },
    });
    expect(after.nodes[1]?.config?.condition).toBe("nodes['Copy host'].output == 'host'");
    expect(after.wires).toBe(document.wires);
    expect(all.filter((item) => isReplaceable(document, item)).map((item) => item.field)).not.toContain(
      "Wire",
    );
  });

  test("groups of a regular expression can be used in the replacement", () => {
    const rest = { isRegex: true };
    const all = found("(\\w+) (disks)", rest);
    const after = replaceAll(document, catalog, all, query("(\\w+) (disks)", rest), "$2 $1 $$ $&");
    expect(after.nodes[0]?.config?.command).toBe("disks disk $ disk disks Disk");
  });
});

describe("ranking", () => {
  test("letters in order count where words begin, or few letters lie between", () => {
    expect(fuzzyScore("disk", "Disk report")).toBeGreaterThan(fuzzyScore("disk", "Copy disk"));
    expect(fuzzyScore("disk", "Copy disk")).toBeGreaterThan(fuzzyScore("disk", "xdiskx"));
    expect(fuzzyScore("dr", "Disk report")).toBeGreaterThan(0);
    expect(fuzzyScore("zz", "Disk report")).toBe(0);
  });

  test("a type is found by its parameters too", () => {
    expect(searchTypes(catalog, "condition").map((item) => item.type)).toEqual(["t.ask"]);
  });

  test("for quick-add, only what fits the port, and lately used types first", () => {
    const data = { id: "output", label: "", kind: "data" as const, role: "next", side: "output" as const };
    expect(rankTypes(catalog, "", { port: data, recent: [] }).map((item) => item.type)).toEqual(["t.reader"]);
    const recent = usedNow(usedNow([], "t.round"), "t.ask");
    const flow = { ...data, kind: "flow" as const };
    expect(rankTypes(catalog, "", { port: flow, recent })[0]?.type).toBe("t.ask");
    expect(rankTypes(catalog, "work", { port: flow, recent })[0]?.type).toBe("t.work");
    expect(rankTypes(catalog, "", { port: flow, recent }).map((item) => item.type)).not.toContain("t.begin");
  });
});
