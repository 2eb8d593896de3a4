// How fast the canvas is with many nodes, beside what it should be. ROUNDS: how often each is measured; ONLY: part of a
// name.
import { login } from "../kit/acts.mjs";
import { openApi } from "../kit/api.mjs";
import { openBrowser, openPage } from "../kit/browser.mjs";
import { startServer } from "../kit/server.mjs";
import { largeFlow } from "./flows.mjs";
import { pretendRun, RUN } from "./live.mjs";
import { clocked, frames, median, repeated } from "./meter.mjs";

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const ONLY = process.env.ONLY ?? "";
const STEPS = 90;
/** How long somebody looks at a list before a click, in milliseconds. */
const LOOKED_AT = 3000;

const rows = [];
let server;
let browser;

export async function measureCanvas() {
  server = await startServer({ seeds: [] });
  browser = await openBrowser();
  try {
    await measure();
  } finally {
    await browser.close();
    await server.stop();
  }
  return rows;
}

async function measure() {
  const api = await openApi(server);
  const flows = {};
  for (const count of [200, 1000, 2000, 5000]) flows[count] = (await api.createFlow(largeFlow(count))).id;
  const page = await openPage(browser);
  await login(page, server);

  await paint(page, flows, 1000, 300);
  await paint(page, flows, 5000, 600);
  for (const [count, fps] of [[2000, 55], [5000, 50]]) {
    await smooth(`drag one node at zoom 1, ${count} nodes`, fps, () => near(page, flows[count]), () => dragNode(page));
  }
  await smooth("pan at zoom 1, 5000 nodes", 50, () => near(page, flows[5000]), () => panAbout(page));
  await smooth("zoom out to 0.2 and back, 2000 nodes", 45, () => near(page, flows[2000]), () => zoomThere(page), 50);
  await smooth("zoom out to 0.2 and back, 5000 nodes", 40, () => near(page, flows[5000]), () => zoomThere(page));
  await smooth("pan with all 5000 nodes in view", 50, () => open(page, flows[5000]), () => panAbout(page));
  await live(browser, 2000);
  await cold(browser, flows[200]);
}

function isWanted(name) {
  return name.includes(ONLY);
}

/**
 * From the moment the flow is there to the first frame that shows it; the way from the click beside it. Who clicks has
 * looked at the list first, so the page's file has been read ahead; how it is without, `cold` measures.
 */
async function paint(page, flows, count, gate) {
  const name = `first paint of the graph, ${count} nodes`;
  if (!isWanted(name)) return;
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${server.url}/flows`);
    await page.getByTestId("flow-list").waitFor();
    await page.waitForTimeout(LOOKED_AT);
    times.push(await clocked(page, () => page.evaluate(timeToPaint, flows[count])));
  }
  const first = median(times.map((time) => time.paint));
  const whole = median(times.map((time) => time.whole));
  rows.push({ name, measured: `${first} ms (${whole} ms from the click, ${median(times.map((time) => time.busy))} ms of thread)`, gate: `<= ${gate} ms`, holds: first <= gate });
}

async function timeToPaint(flow) {
  const patience = 20_000;
  const start = performance.now();
  document.querySelector(`a[href="/flows/${flow}"]`).click();
  const isThere = () => document.querySelector('[data-testid="overview"], .react-flow__node');
  await new Promise((done, fail) => {
    const look = () => {
      if (isThere()) requestAnimationFrame(() => setTimeout(done));
      else if (performance.now() - start > patience) fail(new Error("The flow was not drawn."));
      else requestAnimationFrame(look);
    };
    look();
  });
  const end = performance.now();
  const answers = performance.getEntriesByType("resource").filter((entry) => entry.name.endsWith(`/flows/${flow}`));
  const answered = Math.max(start, ...answers.map((entry) => entry.responseEnd));
  return { paint: Math.round(end - answered), whole: Math.round(end - start) };
}

async function smooth(name, gate, prepare, act, p95Gate) {
  if (!isWanted(name)) return;
  await prepare();
  const { fps, p95, busy, long } = await repeated(ROUNDS, () => frames(currentPage(), act));
  const holds = fps >= gate && (p95Gate === undefined || p95 <= p95Gate);
  const wanted = p95Gate === undefined ? `>= ${gate} fps` : `>= ${gate} fps, p95 <= ${p95Gate} ms`;
  rows.push({ name, measured: `${fps} fps, p95 ${p95} ms, ${busy} ms of thread a frame, ${long} long tasks`, gate: wanted, holds });
}

function currentPage() {
  return browser.contexts().at(-1).pages()[0];
}

async function open(page, flow) {
  await page.goto(`${server.url}/flows/${flow}`);
  await page.locator('[data-testid="overview"], .react-flow__node').first().waitFor();
}

/** The flow at full size, with nodes on the page. */
async function near(page, flow) {
  await open(page, flow);
  const box = await page.getByTestId("canvas").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down("Control");
  while ((await zoomOf(page)) < 0.98) await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  await page.locator(".react-flow__node").first().waitFor();
}

function zoomOf(page) {
  return page.evaluate(() => {
    const { transform } = document.querySelector(".react-flow__viewport").style;
    return Number(/scale\(([\d.]+)\)/.exec(transform)?.[1] ?? 1);
  });
}

async function dragNode(page = currentPage()) {
  const start = await page.evaluate(() => {
    const pane = document.querySelector(".react-flow").getBoundingClientRect();
    const nodes = [...document.querySelectorAll(".react-flow__node")].map((node) => node.getBoundingClientRect());
    const inside = nodes.find((box) => box.x > pane.x + 90 && box.y > pane.y + 90 && box.right < pane.right - 90 && box.bottom < pane.bottom - 90);
    return { x: inside.x + 100, y: inside.y + 28 };
  });
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (let move = 0; move < STEPS; move += 1) {
    await page.mouse.move(start.x + 80 * Math.sin(move / 8), start.y + 60 * Math.sin(move / 11));
  }
  await page.mouse.move(start.x, start.y);
  await page.mouse.up();
}

async function panAbout(page = currentPage()) {
  for (let step = 0; step < STEPS; step += 1) {
    await page.mouse.wheel(14 * Math.cos(step / 9), 10 * Math.sin(step / 7));
  }
}

async function zoomThere(page = currentPage()) {
  await page.keyboard.down("Control");
  for (let step = 0; step < 60 && (await zoomOf(page)) > 0.2; step += 1) await page.mouse.wheel(0, 24);
  for (let step = 0; step < 60 && (await zoomOf(page)) < 0.98; step += 1) await page.mouse.wheel(0, -24);
  await page.keyboard.up("Control");
}

async function live(browser, count) {
  const name = `live overlay, 5 status changes a frame, ${count} nodes`;
  if (!isWanted(name)) return;
  const page = await openPage(browser);
  await pretendRun(page, largeFlow(count));
  await login(page, server);
  await page.goto(`${server.url}/runs/${RUN}`);
  await page.locator('[data-testid="overview"], .react-flow__node').first().waitFor();
  const box = await page.getByTestId("canvas").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 40);
  await page.keyboard.down("Control");
  while ((await zoomOf(page)) < 0.98) await page.mouse.wheel(0, -120);
  await page.keyboard.up("Control");
  const { fps, script, busy } = await repeated(ROUNDS, () =>
    frames(page, () =>
      page.evaluate(async () => {
        window.isLive = true;
        await new Promise((done) => setTimeout(done, 2000));
        window.isLive = false;
      }),
    ),
  );
  rows.push({
    name,
    measured: `${fps} fps, ${script} ms script, ${busy} ms of thread a frame`,
    gate: ">= 58 fps, <= 5 ms script",
    holds: fps >= 58 && script <= 5,
  });
  await page.context().close();
}

async function cold(browser, flow) {
  const name = "open a flow of 200 nodes, cold editor chunk";
  if (!isWanted(name)) return;
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const page = await openPage(browser);
    await login(page, server);
    await page.getByTestId("flow-list").waitFor();
    times.push((await page.evaluate(timeToPaint, flow)).whole);
    await page.context().close();
  }
  const time = median(times);
  rows.push({ name, measured: `${time} ms from the click`, gate: "<= 800 ms", holds: time <= 800 });
}
