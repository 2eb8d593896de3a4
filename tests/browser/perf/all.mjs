// Figures, not a test: the canvas and the log beside what they should be, as one table. `node perf/all.mjs canvas`
// measures a part.
import { measureCanvas } from "./canvas.mjs";
import { measureLog } from "./log.mjs";
import { printTable } from "./meter.mjs";

const PARTS = { canvas: measureCanvas, log: measureLog };
const chosen = process.argv.slice(2);
const rows = [];
for (const [name, measure] of Object.entries(PARTS)) {
  if (chosen.length === 0 || chosen.includes(name)) rows.push(...(await measure()));
}
printTable(rows);
