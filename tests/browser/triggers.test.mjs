// Flows that a time table or a call to an address starts: drawn, published, called from outside, and looked at.
import assert from "node:assert/strict";
import { dragFromPalette, fillField, login, node, nodeIs, openFlow, save, showAll, wire } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows, until } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

const END = {
  format: "opsconductor.flow/1",
  name: "Orders",
  nodes: [{ id: "end", type: "flow.end", x: 640, y: 200, config: {} }],
  wires: [],
};

/** The type of node that has a field of this kind. */
async function typeWith(api, widget) {
  const { items } = await api.get("/node-types");
  const has = ({ schema }) => Object.values(schema.properties ?? {}).some((field) => field["x-ui"]?.widget === widget);
  const found = items.find(has);
  assert.ok(found, `no type of node has a field of the kind ${widget}`);
  return found.type;
}

/** Drags it in, wires it to the end, selects it; gives back its id. */
async function addTrigger(page, type, at) {
  const known = new Set(await nodeIds(page));
  await dragFromPalette(page, type, at);
  const [id] = (await nodeIds(page)).filter((one) => !known.has(one));
  await wire(page, [id, "output"], ["end", "in"]);
  await node(page, id).click();
  return id;
}

function nodeIds(page) {
  return page.locator(".react-flow__node").evaluateAll((all) => all.map((one) => one.dataset.id));
}

check("a flow is drawn with a schedule and a webhook, published, and called with a secret", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(END);
  await login(page, server);
  await openFlow(page, server, flow.id);

  const schedule = await addTrigger(page, await typeWith(api, "cron"), { x: 160, y: 120 });
  await fillField(page, "cron", "0 6 * * *");
  await fillField(page, "timezone", "Asia/Tokyo");
  const times = page.getByTestId("next-times");
  await times.getByText("Next in Asia/Tokyo").waitFor();
  await shows(() => times.locator("tbody tr").count(), 5);

  const hook = await addTrigger(page, await typeWith(api, "hook"), { x: 160, y: 440 });
  await fillField(page, "path", "orders");
  await page.getByTestId("field-auth").click();
  await page.getByRole("option", { name: /^token/i }).click();
  await page.getByTestId("hook-note").getByText("works once the flow is published").waitFor();
  await save(page);

  await node(page, hook).click();
  const address = await page.getByTestId("hook-address").innerText();
  assert.match(address, /\/hooks\/orders$/);
  await page.getByTestId("hook-make-secret").click();
  const secret = await page.getByTestId("hook-secret").innerText();
  await page.getByTestId("hook-make-secret").filter({ hasText: "Make a new secret" }).waitFor();
  await page.getByTestId("hook").scrollIntoViewIfNeeded();
  await shoot(page, "triggers-hook");
  assert.deepEqual(await axe(page, '[data-testid="inspector"]'), []);

  const call = (headers) =>
    fetch(server.url + new URL(address).pathname, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: '{"order": 7}',
    });
  const runs = async () => (await api.get(`/runs?flow=${flow.id}`)).items;
  const refused = await call({});
  assert.ok([401, 403].includes(refused.status), `a call without the secret was answered with ${refused.status}`);
  assert.deepEqual(await runs(), []);
  const taken = await call({ authorization: `Bearer ${secret}` });
  assert.ok(taken.ok, `a call with the secret was answered with ${taken.status}: ${await taken.text()}`);
  await until(async () => (await runs())[0]?.status === "completed");
  const [run] = await runs();
  assert.equal(run.trigger, "webhook");

  await page.goto(`${server.url}/runs/${run.id}`);
  await page.getByText("· webhook", { exact: false }).first().waitFor();
  await showAll(page);
  await nodeIs(page, hook, "completed");
  await nodeIs(page, "end", "completed");
  assert.notEqual(await node(page, schedule).getAttribute("data-status"), "completed", "the schedule did not start this run");
});

check("a flow says what starts it, the dashboard what comes next, and the run dialog where to begin", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const nodes = [
    { id: "start", type: "flow.start", x: 80, y: 80, config: {} },
    { id: "daily", type: await typeWith(api, "cron"), x: 80, y: 200, config: { cron: "0 6 * * *" } },
    { ...END.nodes[0] },
  ];
  const wires = ["start", "daily"].map((source) => ({ id: `w-${source}`, source, target: "end" }));
  const flow = await api.createFlow({ ...END, name: "Daily", nodes, wires });
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("trigger-daily").getByText("0 6 * * *", { exact: false }).waitFor();
  await page.getByTestId("run-button").click();
  await page.getByTestId("run-begin-at").click();
  await page.getByRole("option", { name: /0 6 \* \* \*/ }).click();
  const started = page.waitForRequest((request) => request.url().endsWith("/run"));
  await page.getByTestId("run-start").click();
  assert.equal((await started).postDataJSON().start, "daily");
  await nodeIs(page, "daily", "completed");
  await nodeIs(page, "start", "skipped");

  await page.goto(`${server.url}/`);
  await page.getByTestId("next-runs").getByRole("link", { name: /^Daily/ }).waitFor();
  await shoot(page, "triggers-dashboard");
  assert.deepEqual(await axe(page, '[data-testid="next-runs"]'), []);
});
