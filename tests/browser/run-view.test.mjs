// Looking at one run: rounds of nested loops, values, timeline and log, moments, another run, and the way back to work.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { login, node, nodeIs, runIs } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { inspect } from "./kit/inspect.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });
const HOSTS = Array.from({ length: 120 }, (_, index) => ({ host: `web-${index + 1}`, number: index + 1 }));

const NESTED = {
  format: "opsconductor.flow/1",
  nodes: [
    { id: "start", type: "flow.start", x: 80, y: 160, config: {} },
    {
      id: "outer",
      type: "flow.foreach",
      name: "Each site",
      x: 340,
      y: 160,
      config: { collection: ["north", "south"], item_variable: "site", continue_on_error: true },
    },
    {
      id: "inner",
      type: "flow.foreach",
      name: "Each host",
      x: 620,
      y: 40,
      config: { collection: HOSTS, item_variable: "host", continue_on_error: true },
    },
    {
      id: "check",
      type: "flow.set_variable",
      name: "Check the host",
      x: 900,
      y: 40,
      config: {
        variables: {
          seen: { $expr: 'if host.number == 97 { throw "Host " + host.host + " does not answer" } else { host.number }' },
        },
      },
    },
    { id: "say", type: "shell.command", name: "Say it", x: 620, y: 280, config: { command: "echo all done; echo oh >&2" } },
    { id: "end", type: "flow.end", x: 900, y: 280, config: {} },
  ],
  wires: [
    { id: "w1", source: "start", target: "outer" },
    { id: "w2", source: "outer", sourcePort: "loop", target: "inner" },
    { id: "w3", source: "inner", sourcePort: "loop", target: "check" },
    { id: "w4", source: "check", target: "inner", targetPort: "back", kind: "loop" },
    { id: "w5", source: "inner", target: "outer", targetPort: "back", kind: "loop" },
    { id: "w6", source: "outer", target: "say" },
    { id: "w7", source: "say", target: "end" },
  ],
};

async function openRun(page, server, name) {
  const api = await openApi(server);
  const flow = await api.createFlow({ ...NESTED, name });
  const runId = await api.startRun(flow.id);
  await login(page, server, `/runs/${runId}`);
  await runIs(page, "Completed");
  return { api, flow, runId };
}

check("the input of failed round 97 of 120 of an inner loop is two clicks away", {}, async ({ page, server }) => {
  await openRun(page, server, "Sites and hosts");
  let clicks = 0;
  const click = async (target) => {
    clicks += 1;
    await target.click();
  };
  await click(page.getByTestId("failed-inner"));
  const scope = page.getByTestId("scope-bar");
  await scope.getByText("Each host").waitFor();
  await shows(() => scope.getByTestId("round-jump").last().inputValue(), "97");
  const round = page.getByTestId("round");
  await round.getByText("web-97 does not answer").waitFor();
  await page.getByTestId("round-item").getByText("web-97", { exact: true }).waitFor();
  await shoot(page, "run-round");
  await click(page.getByTestId("round-culprit"));
  await page.getByTestId("step-input").getByText("web-97", { exact: true }).waitFor();
  await page.getByTestId("step-error").getByText("web-97 does not answer").waitFor();
  assert.ok(clicks <= 3, `${clicks} clicks`);
  await nodeIs(page, "check", "error");
  await shoot(page, "run-round-step");
});

check("rounds are gone through by number, keys, strip and message; the page follows", {}, async ({ page, server }) => {
  await openRun(page, server, "By number");
  await node(page, "inner").click();
  const panel = page.getByTestId("iterations");
  await panel.getByTestId("iteration-counts").filter({ hasText: "1 failed" }).waitFor();
  await shoot(page, "run-iterations");
  await panel.getByTestId("round-jump").fill("5");
  await panel.getByTestId("round-jump").press("Enter");
  await page.getByTestId("round-item").getByText("web-5", { exact: true }).waitFor();
  await page.getByTestId("timeline-row").filter({ hasText: "Check the host" }).waitFor();
  await shows(() => page.getByTestId("timeline-row").count(), 1);
  await panel.getByTestId("heat-strip").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByTestId("round-item").getByText("web-6", { exact: true }).waitFor();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press(";");
  await page.getByTestId("round-item").getByText("web-7", { exact: true }).waitFor();
  await page.keyboard.press("Shift+Semicolon");
  await page.getByTestId("round-item").getByText("web-97", { exact: true }).waitFor();
  await page.keyboard.press(",");
  await page.getByTestId("round-item").getByText("web-96", { exact: true }).waitFor();
  await panel.getByTestId("failure-groups").getByRole("button").click();
  await page.getByTestId("round-item").getByText("web-97", { exact: true }).waitFor();
  await panel.getByText("Failed", { exact: true }).click();
  await panel.getByTestId("round-row").nth(0).waitFor();
  await shows(() => panel.getByTestId("round-row").count(), 1);
  await page.getByTestId("scope-bar").getByTestId("round-jump").first().fill("2");
  await page.getByTestId("scope-bar").getByTestId("round-jump").first().press("Enter");
  await page.getByTestId("scope-bar").getByText("Each host").waitFor({ state: "detached" });
  await page.getByTestId("scope-all").click();
  await page.getByTestId("scope-bar").waitFor({ state: "detached" });
});

check("wires and nodes show their values as tree, table and schema, beside another round and another run", {}, async ({ page, server }) => {
  const { api, flow } = await openRun(page, server, "Values");
  const second = await api.startRun(flow.id);
  await page.goto(`${server.url}/runs/${second}`);
  await runIs(page, "Completed");
  await node(page, "outer").click();
  const output = page.getByRole("region", { name: "Output" });
  await output.getByText("Table", { exact: true }).click();
  await page.getByTestId("data-table").getByRole("columnheader", { name: "iterations" }).waitFor();
  await output.getByText("Schema", { exact: true }).click();
  await page.getByTestId("data-schema").getByText("results[].iterations").waitFor();
  await output.getByText("Compare", { exact: true }).click();
  await page.getByTestId("other-run").selectOption({ index: 1 });
  await page.getByTestId("data-diff").getByText("Both are the same.").waitFor();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Alt+ArrowRight");
  await page.keyboard.press("Alt+ArrowRight");
  await page.getByTestId("wire-detail").getByText("Each site → Say it").waitFor();
  await page.getByTestId("wire-detail").getByTestId("step-output").waitFor();
  await shoot(page, "run-wire");
  await page.getByRole("tab", { name: "Compare" }).click();
  await page.getByTestId("compare-runs").getByTestId("other-run").selectOption({ index: 1 });
  await page.getByTestId("compare-summary").getByText("did the same").waitFor();
  await shoot(page, "run-compare");
});

check("timeline and log lie side by side; a moment shows the state of that time", {}, async ({ page, server }) => {
  await openRun(page, server, "Moments");
  const log = page.getByTestId("log-pane");
  await log.getByText("all done").waitFor();
  await log.getByLabel("Stream").selectOption("stderr");
  await page.getByTestId("log-count").filter({ hasText: "1 of 2" }).waitFor();
  const download = page.waitForEvent("download");
  await page.getByTestId("log-download").click();
  assert.match(await readFile(await (await download).path(), "utf8"), /\tsay\tstderr\toh\n$/);
  await log.getByLabel("Stream").selectOption("");
  await log.getByTestId("log-search").fill("ALL");
  await page.getByTestId("log-count").filter({ hasText: "1 of 2" }).waitFor();

  await nodeIs(page, "end", "completed");
  await page.getByTestId("scrubber").fill("0");
  await page.getByTestId("moment").filter({ hasText: "after the start" }).waitFor();
  await nodeIs(page, "end", "pending");
  await page.getByTestId("scrub-end").click();
  await nodeIs(page, "end", "completed");
  await page.getByTestId("timeline-row").filter({ hasText: "Say it" }).getByRole("button").last().click();
  await page.getByTestId("inspector").getByText("all done").first().waitFor();
  await shoot(page, "run-timeline");
});

check("the flow opens in the editor with the outputs of the run pinned", {}, async ({ page, server }) => {
  await openRun(page, server, "Pins");
  await page.getByTestId("open-with-data").click();
  await page.waitForURL(/\/flows\//);
  await page.getByTestId("pin-say").waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  check(`the run view has no barrier, ${colorScheme}`, { colorScheme }, async ({ page, server }) => {
    await openRun(page, server, `Barriers ${colorScheme}`);
    await page.getByTestId("failed-inner").click();
    await page.getByTestId("round-item").waitFor();
    await page.getByTestId("timeline-row").first().waitFor();
    await shoot(page, `run-view-${colorScheme}`);
    assert.deepEqual(await barriers(page), []);
    await page.setViewportSize({ width: 375, height: 800 });
    await shoot(page, `run-view-phone-${colorScheme}`);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
  });
}

check("a run tells its connections: with whom, how long, and what for", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow({
    format: "opsconductor.flow/1",
    name: "Ask twice",
    nodes: [
      { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
      { id: "one", type: "http.get", x: 320, y: 120, config: { url: `${server.url}/health` } },
      { id: "two", type: "http.get", x: 560, y: 120, config: { url: `${server.url}/health?again=1` } },
    ],
    wires: [
      { source: "start", target: "one" },
      { source: "one", target: "two" },
    ],
  });
  await login(page, server, `/runs/${await api.startRun(flow.id)}`);
  await runIs(page, "Completed");
  await page.getByRole("tab", { name: "Connections" }).click();
  const row = page.getByTestId("connection");
  await row.getByText(new URL(server.url).host, { exact: true }).waitFor();
  await row.getByText("2 requests").waitFor();
  await shows(() => row.count(), 1);
  assert.deepEqual(await inspect(page, "run-connections"), []);
});

check("rounds that cannot be read say so, and are read again on request", { expected: [/status of 5/, /status of 4/] }, async ({ page, server }) => {
  await openRun(page, server, "No rounds");
  await page.route(/\/(iterations|steps)\?/, (route) => route.fulfill({ status: 500, json: { detail: "The store is busy." } }));
  await node(page, "inner").click();
  const panel = page.getByTestId("inspector");
  await panel.getByText("The rounds could not be read").waitFor();
  await shoot(page, "run-rounds-error");
  await page.unroute(/\/(iterations|steps)\?/);
  await panel.getByRole("button", { name: "Retry" }).first().click();
  await page.getByTestId("iteration-counts").waitFor();
});

async function barriers(page) {
  const source = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
  await page.evaluate(await readFile(source, "utf8"));
  const result = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map((item) => `${item.id}: ${item.nodes.map((found) => found.target).join(" | ")}`);
}
