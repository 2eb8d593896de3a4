// Measuring a page: the frames it drew, how long each took, and how long the main thread computed for one.

/** Counts frames while `act` runs. `busy` is the thread's own time for a frame, whatever else the machine does. */
export async function frames(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await metrics(session);
  await page.evaluate(() => {
    const meter = { times: [], long: 0, isOn: true };
    meter.watcher = new PerformanceObserver((list) => {
      meter.long += list.getEntries().length;
    });
    meter.watcher.observe({ type: "longtask" });
    const count = (now) => {
      meter.times.push(now);
      if (meter.isOn) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    window.meter = meter;
  });
  await act();
  const { times, long } = await page.evaluate(() => {
    const { meter } = window;
    meter.isOn = false;
    meter.watcher.disconnect();
    return { times: meter.times, long: meter.long };
  });
  const after = await metrics(session);
  await session.detach();
  const gaps = times.slice(1).map((time, index) => time - times[index]);
  const count = Math.max(1, gaps.length);
  return {
    fps: Math.round((count * 1000) / (times.at(-1) - times[0])),
    p95: Math.round([...gaps].sort((a, b) => a - b)[Math.floor(gaps.length * 0.95)] ?? 0),
    long,
    busy: round(((after.TaskDuration - before.TaskDuration) * 1000) / count),
    script: round(((after.ScriptDuration - before.ScriptDuration) * 1000) / count),
  };
}

/** What `act` gives back, with the time the main thread computed meanwhile. */
export async function clocked(page, act) {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const before = await metrics(session);
  const result = await act();
  const after = await metrics(session);
  await session.detach();
  return { ...result, busy: Math.round((after.TaskDuration - before.TaskDuration) * 1000) };
}

async function metrics(session) {
  const { metrics: list } = await session.send("Performance.getMetrics");
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

const round = (number) => Math.round(number * 10) / 10;

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** Measures several times and takes the middle of each figure. */
export async function repeated(rounds, measure) {
  const results = [];
  for (let index = 0; index < rounds; index += 1) results.push(await measure());
  return Object.fromEntries(Object.keys(results[0]).map((key) => [key, median(results.map((result) => result[key]))]));
}

/** A table for people: what was measured, the figure, the gate, and whether it holds. */
export function printTable(rows) {
  const cells = [["Case", "Measured", "Gate", ""], ...rows.map(({ name, measured, gate, holds }) => [name, measured, gate, holds ? "holds" : "MISSED"])];
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  for (const [index, row] of cells.entries()) {
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column])).join(" | ")} |`);
    if (index === 0) console.log(`|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`);
  }
}
