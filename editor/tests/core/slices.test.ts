// Going between the picture and the nodes on the page: a few nodes in each frame, those in the middle first.
import { describe, expect, test } from "vitest";
import { middleFirst, nextShown, type Shown } from "../../src/core/slices";

const at = (id: string, x: number, y = 0) => ({ id, box: { x, y, width: 10, height: 10 } });
const SEEN = { x: 0, y: 0, width: 100, height: 100 };

/** All frames until it is done. */
function frames(from: Shown, isFar: boolean, seen: string[], most: number): Shown[] {
  const aim = isFar ? "none" : "all";
  const list = [from];
  for (let now = from; now !== aim && list.length < 50; ) {
    now = nextShown(now, isFar, seen, most);
    list.push(now);
  }
  return list;
}

describe("slices", () => {
  test("what is out of sight comes last of all, what is in the middle first", () => {
    const items = [at("edge", -5), at("far", 200), at("middle", 45, 45), at("beside", 70, 45)];
    expect(middleFirst(items, SEEN)).toEqual(["middle", "beside", "edge"]);
  });

  test("nodes come a few at a time, then all the others at once", () => {
    const shown = frames("none", false, ["a", "b", "c", "d", "e"], 2);
    expect(shown).toEqual(["none", new Set(["a", "b"]), new Set(["a", "b", "c", "d"]), "all"]);
  });

  test("they go the same way, the outermost first", () => {
    const shown = frames("all", true, ["a", "b", "c"], 2);
    expect(shown).toEqual(["all", new Set(["a"]), "none"]);
  });

  test("who turns round half way goes back from there", () => {
    expect(nextShown(new Set(["a", "b"]), true, ["a", "b", "c"], 1)).toEqual(new Set(["a"]));
    expect(nextShown(new Set(["a"]), false, ["a", "b", "c", "d"], 1)).toEqual(new Set(["a", "b"]));
  });

  test("an empty view is done in one frame", () => {
    expect(nextShown("none", false, [], 4)).toBe("all");
    expect(nextShown("all", true, [], 4)).toBe("none");
  });
});
