// Wires with right angles: where they turn, and that what lies on them is found; and that the choice is kept.
import { describe, expect, test } from "vitest";
import { cornersOf, pointsOn, type WireEnds, wirePath } from "../../src/core/paths";
import { createPreferences } from "../../src/core/preferences";

const from = (sourceX: number, sourceY: number, targetX: number, targetY: number, rest = {}): WireEnds => ({
  ...{ sourceX, sourceY, sourceAt: "right", targetX, targetY, targetAt: "left" },
  ...rest,
});
const turns = (ends: WireEnds) => cornersOf(ends, "square")?.map(({ x, y }) => `${x},${y}`);

describe("wires with right angles", () => {
  test("turn half way when there is room, and go round when the target lies behind", () => {
    expect(turns(from(0, 0, 200, 100))).toEqual(["0,0", "100,0", "100,100", "200,100"]);
    expect(turns(from(0, 0, -200, 200))).toEqual([
      "0,0",
      "24,0",
      "24,100",
      "-224,100",
      "-224,200",
      "-200,200",
    ]);
    expect(turns(from(0, 0, 200, 100, { sourceAt: "bottom" }))?.[1]).toBe("0,24");
  });

  test("every piece is level or upright", () => {
    for (const ends of [
      from(0, 0, 200, 100),
      from(0, 0, -200, 10),
      from(0, 0, 30, 300, { sourceAt: "bottom" }),
    ]) {
      const corners = cornersOf(ends, "square") ?? [];
      for (const [index, corner] of corners.slice(1).entries()) {
        const before = corners[index];
        expect(corner.x === before?.x || corner.y === before?.y).toBe(true);
      }
    }
  });

  test("the label is in the middle of the way, and points lie along it", () => {
    const ends = from(0, 0, 200, 100);
    expect(wirePath(ends, "square")).toMatchObject({ labelX: 100, labelY: 50 });
    expect(pointsOn(ends, "square", 3).map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [100, 0],
      [100, 100],
      [200, 100],
    ]);
  });

  test("wires are curved unless somebody says otherwise", () => {
    expect(wirePath(from(0, 0, 200, 100)).path).toContain("C");
    expect(wirePath(from(0, 0, 200, 100), "square").path).not.toContain("C");
    expect(cornersOf(from(0, 0, 200, 100), "curved")).toBeUndefined();
  });
});

describe("preferences", () => {
  test("are kept in the browser, and what is not understood counts as nothing", () => {
    const shelf = new Map<string, string>();
    const open = () =>
      createPreferences({
        getItem: (key) => shelf.get(key) ?? null,
        setItem: (key, value) => void shelf.set(key, value),
      });
    const first = open();
    expect(first.getState().wires).toBe("curved");
    first.setState({ wires: "square" });
    expect(open().getState().wires).toBe("square");
    for (const key of shelf.keys()) shelf.set(key, "{");
    expect(open().getState().wires).toBe("curved");
  });
});
