// Versions: which are compared, how their runs went, how a difference is drawn and said.
import { describe, expect, test } from "vitest";
import { fieldTitle, groupedChanges, itemTitle } from "../../src/core/changeText";
import { diffDocuments } from "../../src/core/diff";
import { diffDrawing } from "../../src/core/diffDrawing";
import { applyOperation } from "../../src/core/operations";
import { sharing } from "../../src/core/share";
import { comparedOf, runsText, tagProblem } from "../../src/core/versions";
import { catalog, sampleDocument } from "../kit/catalog";

describe("what is compared", () => {
  test("the newest with the one before, unless the address says otherwise", () => {
    expect(comparedOf({}, [3, 2, 1])).toEqual({ from: 2, to: 3 });
    expect(comparedOf({ from: "1" }, [3, 2, 1])).toEqual({ from: 1, to: 3 });
    expect(comparedOf({ to: "2" }, [3, 2, 1])).toEqual({ from: 1, to: 2 });
    expect(comparedOf({ from: "old", to: "-1" }, [3, 2, 1])).toEqual({ from: 2, to: 3 });
    expect(comparedOf({}, [1])).toBeUndefined();
  });

  test("runs and tags in words", () => {
    expect(runsText({ completed: 0, failed: 0, other: 0 })).toBe("No runs");
    expect(runsText({ completed: 3, failed: 1, other: 0 })).toBe("3 of 4 completed");
    expect([tagProblem("2026.1-rc"), tagProblem("two words") !== undefined]).toEqual([undefined, true]);
  });
});

describe("a difference", () => {
  const before = sampleDocument();
  const after = applyOperation(before, {
    kind: "batch",
    label: "",
    operations: [
      { kind: "remove", nodes: ["b"], wires: [] },
      { kind: "setConfig", node: "a", path: ["command"], value: "ls -l" },
    ],
  });
  const changes = diffDocuments(before, after);

  test("is drawn on the later one, with what was removed still there", () => {
    const { document, nodes, wires } = diffDrawing(after, changes);
    expect(document.nodes.map((node) => node.id)).toEqual(["begin", "a", "b"]);
    expect(document.wires.map((wire) => wire.id)).toEqual(["w1", "w2"]);
    expect([...nodes, ...wires]).toEqual([
      ["b", "removed"],
      ["a", "changed"],
      ["w2", "removed"],
    ]);
  });

  test("is listed by what it belongs to, under the names people know", () => {
    const naming = { catalog, documents: [after, before] };
    expect(
      groupedChanges(changes).map(({ title, items }) => [
        title,
        ...items.map(({ part, id }) => itemTitle({ part, item: id }, naming)),
      ]),
    ).toEqual([
      ["Nodes", "work", "work"],
      ["Wires", "work → work"],
    ]);
    expect(fieldTitle("nodes", "config.options.retryCount", undefined)).toBe("Options › retryCount");
    expect(fieldTitle("nodes", "onError", undefined)).toBe("On error");
  });

  test("a document from elsewhere shares what is equal", () => {
    const copy = structuredClone(after);
    expect(sharing(copy, after)).toBe(after);
    const shared = sharing(structuredClone(before), after);
    expect(shared).toEqual(before);
    expect(shared.nodes[0]).toBe(after.nodes[0]);
  });
});
