// Which nodes come onto the page in which frame, when a drawing that was a picture is looked at from near by.
import type { Box } from "./geometry";

export interface Placed {
  id: string;
  box: Box;
}

/** The ids of what lies in the box, even in part; what is in the middle comes first. */
export function middleFirst(items: Iterable<Placed>, seen: Box): string[] {
  const middle = { x: seen.x + seen.width / 2, y: seen.y + seen.height / 2 };
  const found: { id: string; distance: number }[] = [];
  for (const { id, box } of items) {
    if (!meets(box, seen)) continue;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    found.push({ id, distance: Math.hypot(x - middle.x, y - middle.y) });
  }
  return found.sort((a, b) => a.distance - b.distance).map(({ id }) => id);
}

function meets(box: Box, seen: Box): boolean {
  return (
    box.x < seen.x + seen.width &&
    box.y < seen.y + seen.height &&
    box.x + box.width > seen.x &&
    box.y + box.height > seen.y
  );
}

/** What is on the page: everything, nothing, or these for the moment. */
export type Shown = "all" | "none" | ReadonlySet<string>;

/** The next frame on the way to all, or to nothing. `seen` is in the order of `middleFirst`. */
export function nextShown(now: Shown, isFar: boolean, seen: readonly string[], most: number): Shown {
  if (isFar) {
    const left = (now === "all" ? seen : [...(now === "none" ? [] : now)]).slice(0, -most);
    return left.length === 0 ? "none" : new Set(left);
  }
  if (now === "all") return now;
  const there = now === "none" ? new Set<string>() : now;
  const missing = seen.filter((id) => !there.has(id));
  return missing.length <= most ? "all" : new Set([...there, ...missing.slice(0, most)]);
}
