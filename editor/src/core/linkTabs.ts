// Where the two tabs of a link are: beside the ports that it joins, below each other where a port has several.

export interface TabEnd {
  x: number;
  y: number;
  /** The side of the node that the port is on. */
  at: string;
  /** How many tabs the port has before this one. */
  slot: number;
  /** How much the name of the port covers. */
  room: number;
}

export interface TabPlace {
  x: number;
  y: number;
  /** Which side of the tab lies there. */
  side: "left" | "right" | "top";
  /** The line from the port to the tab. */
  stem: string;
}

const STEM = 16;
const STEP = 24;

export function tabPlace({ x, y, at, slot, room }: TabEnd): TabPlace {
  const down = slot * STEP;
  if (at === "bottom") return placed({ x, y }, { x, y: y + STEM + down, side: "top" });
  const way = at === "left" ? -1 : 1;
  return placed(
    { x, y },
    { x: x + way * (STEM + room), y: y + down, side: at === "left" ? "right" : "left" },
  );
}

function placed(from: { x: number; y: number }, tab: Omit<TabPlace, "stem">): TabPlace {
  const middle = (from.x + tab.x) / 2;
  return { ...tab, stem: `M${from.x},${from.y} C${middle},${from.y} ${middle},${tab.y} ${tab.x},${tab.y}` };
}
