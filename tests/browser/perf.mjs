// Figures, not a test: how long the editor takes to open 2,000 nodes, and how smoothly one of them is dragged.
import { centre, login, node } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { openBrowser, openPage } from "./kit/browser.mjs";
import { startServer } from "./kit/server.mjs";

const NODES = 2000;
const ROUNDS = 5;
const MOVES = 120;

const server = await startServer();
const browser = await openBrowser();
try {
  const api = await openApi(server);
  const flow = await api.createFlow(largeFlow());
  const page = await openPage(browser);
  await login(page, server);
  await page.goto(`${server.url}/flows/${flow.id}`);
  await node(page, "n0").waitFor();

  const opened = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.goto(`${server.url}/flows`);
    await page.getByTestId("flow-list").waitFor();
    opened.push(await timeToOpen(page, flow.id));
  }
  console.log(`open ${NODES} nodes, from the click to the first frame with nodes: ${median(opened)} ms (median of ${ROUNDS})`);

  const rates = [];
  for (let round = 0; round < ROUNDS; round += 1) rates.push(await dragRate(page));
  console.log(`drag one of ${NODES} nodes: ${median(rates)} frames a second (median of ${ROUNDS})`);
} finally {
  await browser.close();
  await server.stop();
}

/** Rows of commands, one after the other. */
function largeFlow() {
  const wide = 40;
  const nodes = Array.from({ length: NODES }, (_, index) => ({
    id: `n${index}`,
    type: index === 0 ? "flow.start" : "shell.command",
    x: (index % wide) * 280,
    y: Math.floor(index / wide) * 120,
    config: index === 0 ? {} : { command: `echo ${index}` },
  }));
  const wires = nodes.slice(1).map((item, index) => ({ id: `w${index}`, source: nodes[index].id, target: item.id }));
  return { format: "opsconductor.flow/1", name: "Large", nodes, wires };
}

function timeToOpen(page, flow) {
  return page.evaluate(async (id) => {
    const start = performance.now();
    document.querySelector(`a[href="/flows/${id}"]`).click();
    return new Promise((done) => {
      const look = () => {
        if (!document.querySelector(".react-flow__node")) requestAnimationFrame(look);
        else requestAnimationFrame(() => done(Math.round(performance.now() - start)));
      };
      look();
    });
  }, flow);
}

/** Frames a second while the pointer drags a node about. */
async function dragRate(page) {
  const start = await centre(node(page, "n1"));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.evaluate(() => {
    const meter = { frames: 0, from: performance.now(), isOn: true };
    const count = () => {
      meter.frames += 1;
      if (meter.isOn) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    window.meter = meter;
  });
  for (let move = 0; move < MOVES; move += 1) {
    await page.mouse.move(start.x + 80 * Math.sin(move / 8), start.y + 60 * Math.sin(move / 11));
  }
  const rate = await page.evaluate(() => {
    window.meter.isOn = false;
    return Math.round((window.meter.frames * 1000) / (performance.now() - window.meter.from));
  });
  await page.mouse.move(start.x, start.y);
  await page.mouse.up();
  return rate;
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
