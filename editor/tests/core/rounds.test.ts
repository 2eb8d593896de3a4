// Rounds of loops: reading their keys, going through them, and what failed in them.
import { describe, expect, test } from "vitest";
import { levelsOf, nodeOf, outerScope, parentsOf, pathTo, scopeOf } from "../../src/core/activation";
import { neighbour } from "../../src/core/iterations";
import type { Region } from "../../src/core/problems";

const REGIONS: Region[] = [
  { control: "outer", port: "loop", nodes: ["try"] },
  { control: "try", port: "try", nodes: ["inner"] },
  { control: "try", port: "catch", nodes: ["note"] },
  { control: "inner", port: "loop", nodes: ["check"] },
];

describe("keys of activations", () => {
  test("each level of loops and branches has its loop, its scope and a label from 1 on", () => {
    expect(levelsOf("outer[0]/try.catch/inner#2[96]/check")).toEqual([
      { node: "outer", loop: "outer", scope: "outer[0]/", index: 0, label: "1" },
      { node: "try", loop: "outer[0]/try", scope: "outer[0]/try.catch/", index: null, label: "catch" },
      {
        node: "inner",
        loop: "outer[0]/try.catch/inner#2",
        scope: "outer[0]/try.catch/inner#2[96]/",
        index: 96,
        label: "97",
      },
    ]);
    expect(levelsOf("start")).toEqual([]);
    expect(nodeOf("outer[0]/check#2")).toBe("check");
    expect(scopeOf("outer[0]/inner[96]/check")).toBe("outer[0]/inner[96]/");
    expect(outerScope("outer[0]/inner[96]/")).toBe("outer[0]/");
  });

  test("the way to a node goes through the chosen rounds, else the first ones, and the branch that leads there", () => {
    const isLoop = (node: string) => node !== "try";
    expect(parentsOf(REGIONS, "check")).toEqual(["outer", "try", "inner"]);
    expect(pathTo("inner", REGIONS, "", isLoop)).toBe("outer[0]/try.try/");
    expect(pathTo("note", REGIONS, "outer[4]/", isLoop)).toBe("outer[4]/try.catch/");
    expect(pathTo("check", REGIONS, "outer[4]/try.try/inner[9]/", isLoop)).toBe("outer[4]/try.try/inner[9]/");
    expect(pathTo("outer", REGIONS, "outer[4]/", isLoop)).toBe("");
  });
});

describe("the rounds of a loop", () => {
  const page = {
    total: 4,
    items: ["completed", "error", "failed", "completed"].map((status, index) => ({
      key: `outer[1]/inner[${index}]`,
      index,
      status,
    })),
  };

  test("next and previous stop at both ends; those that failed can be gone through alone", () => {
    expect(neighbour(page, null, 1, false)).toBe(0);
    expect(neighbour(page, 3, 1, false)).toBeUndefined();
    expect(neighbour(page, 0, -1, false)).toBeUndefined();
    expect(neighbour(page, 1, 1, true)).toBe(2);
    expect(neighbour(page, 1, -1, true)).toBeUndefined();
    expect(neighbour(page, null, 1, true)).toBe(1);
  });
});
