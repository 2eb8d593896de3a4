// A flow's last 24 hours as cells.

interface Hour {
  completed: number;
  failed: number;
}

export interface Cell {
  hour: number;
  part: "none" | "completed" | "failed";
  y: number;
  height: number;
}

export function sumOf(hours: readonly Hour[]): Hour {
  return hours.reduce(
    (sum, hour) => ({ completed: sum.completed + hour.completed, failed: sum.failed + hour.failed }),
    { completed: 0, failed: 0 },
  );
}

/** Failures hang from the top, what completed stands on the ground, an hour without runs is a line. */
export function cellsOf(hours: readonly Hour[], high: number): Cell[] {
  return hours.flatMap(({ completed, failed }, hour): Cell[] => {
    const total = completed + failed;
    if (total === 0) return [{ hour, part: "none", y: high - 2, height: 2 }];
    const bad = failed === 0 ? 0 : Math.max(5, (failed / total) * high);
    const good = completed === 0 ? 0 : Math.min(high, high - bad);
    const cells: Cell[] = [];
    if (bad > 0) cells.push({ hour, part: "failed", y: 0, height: Math.min(bad, high) });
    if (good > 0) cells.push({ hour, part: "completed", y: high - good, height: good });
    return cells;
  });
}
