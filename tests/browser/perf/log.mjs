// How smoothly the log of a run shows a thousand lines a second for a minute, and what it keeps. SECONDS: for how long.
import { login } from "../kit/acts.mjs";
import { openApi } from "../kit/api.mjs";
import { openBrowser, openPage } from "../kit/browser.mjs";
import { startServer } from "../kit/server.mjs";
import { frames } from "./meter.mjs";

const SECONDS = Number(process.env.SECONDS ?? 60);
const A_SECOND = 1000;
/** Ten times a second, a tenth of the lines. */
const COMMAND = `n=0; while [ $n -lt 10 ]; do seq -f "round {{ i }} line %g of the log, of an ordinary length" 1 ${A_SECOND / 10}; sleep 0.095; n=$((n+1)); done`;

export async function measureLog() {
  const server = await startServer({ seeds: [] });
  const browser = await openBrowser();
  try {
    return [row(await watch(server, browser))];
  } finally {
    await browser.close();
    await server.stop();
  }
}

function row({ lines, seconds, fps, p95, heap }) {
  return {
    name: `log view, ${Math.round(lines / seconds)} lines a second for ${Math.round(seconds)} s`,
    measured: `${fps} fps, p95 ${p95} ms, heap growth ${heap.toFixed(1)} MB`,
    gate: ">= 50 fps, <= 50 MB",
    holds: fps >= 50 && heap <= 50,
  };
}

async function watch(server, browser) {
  const api = await openApi(server);
  const flow = await api.createFlow(talkingFlow());
  const page = await openPage(browser);
  const runId = await api.startRun(flow.id);
  const start = Date.now();
  await login(page, server, `/runs/${runId}`);
  await page.getByTestId("log-view").waitFor();
  const session = await page.context().newCDPSession(page);
  const before = await heapOf(session);
  const { fps, p95 } = await frames(page, async () => {
    while ((await api.get(`/runs/${runId}`)).status === "running") await page.evaluate(nextFrames, 60);
  });
  const lines = Number(await page.getByTestId("log-view").getAttribute("data-lines"));
  const heap = ((await heapOf(session)) - before) / 1e6;
  return { lines, seconds: (Date.now() - start) / 1000, fps, p95, heap };
}

/** Rounds of a second each, so that no single step writes too much. */
function talkingFlow() {
  return {
    format: "opsconductor.flow/1",
    name: "Talks a lot",
    nodes: [
      { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
      { id: "each", type: "flow.for", x: 340, y: 120, config: { loop_variable: "i", start_value: 1, end_value: SECONDS } },
      { id: "talk", type: "shell.command", x: 600, y: 120, config: { command: COMMAND } },
    ],
    wires: [
      { id: "w1", source: "start", target: "each" },
      { id: "w2", source: "each", sourcePort: "loop", target: "talk" },
      { id: "w3", source: "talk", target: "each", targetPort: "back", kind: "loop" },
    ],
  };
}

async function heapOf(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize;
}

function nextFrames(count) {
  return new Promise((done) => {
    const next = (left) => (left === 0 ? done() : requestAnimationFrame(() => next(left - 1)));
    next(count);
  });
}
