// The debugger as a person meets it: a run stops at a breakpoint, shows its values, takes other ones, and goes on.
import assert from "node:assert/strict";
import { login, node, nodeIs, openFlow, run, runIs } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });

const LINE = {
  format: "opsconductor.flow/1",
  nodes: [
    { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
    { id: "first", type: "flow.set_variable", x: 340, y: 120, config: { variables: { count: 4 }, scope: "job" } },
    { id: "second", type: "shell.command", x: 600, y: 120, config: { command: "echo {{ count }}" } },
    { id: "end", type: "flow.end", x: 860, y: 120, config: { result: { $expr: "nodes.second.output.stdout" } } },
  ],
  wires: [
    { id: "w1", source: "start", target: "first" },
    { id: "w2", source: "first", target: "second" },
    { id: "w3", source: "second", target: "end" },
  ],
};

check("a run stops at a breakpoint, shows its values, and goes on with a changed one", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow({ ...LINE, name: "Stop before the command" });
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "second").click();
  await page.keyboard.press("b");
  await page.getByTestId("breakpoint-second").waitFor();
  const runId = await run(page);

  await runIs(page, "Paused");
  await nodeIs(page, "second", "paused");
  const variables = page.getByTestId("paused-variables");
  await variables.getByText("count").waitFor();
  await page.getByTestId("watch-add").fill("count * 10 + 2");
  await page.getByTestId("watch-add").press("Enter");
  await page.getByTestId("watch-row").getByText("42").waitFor();
  await shoot(page, "debug-paused");

  await page.getByRole("button", { name: "Change count" }).click();
  await page.getByTestId("variable-value").fill("7");
  await page.getByTestId("variable-set").click();
  await page.keyboard.press("F10");
  await nodeIs(page, "end", "paused");
  await page.keyboard.press("F8");
  await runIs(page, "Completed");
  const { result } = await api.get(`/runs/${runId}`);
  assert.equal(String(result).trim(), "7");
});

check("a run that starts paused goes step by step, and its own page shows the same", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow({ ...LINE, name: "From the first node" });
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("run-button").click();
  await page.getByTestId("run-paused").check();
  const started = page.waitForResponse((response) => /\/flows\/[^/]+\/run$/.test(response.url()));
  await page.getByTestId("run-start").click();
  const { run_id } = await (await started).json();
  await nodeIs(page, "start", "paused");

  await page.goto(`${server.url}/runs/${run_id}`);
  await nodeIs(page, "start", "paused");
  await page.getByTestId("debug-into").click();
  await nodeIs(page, "first", "paused");
  await node(page, "end").click();
  await page.keyboard.press("Control+F10");
  await nodeIs(page, "end", "paused");
  await nodeIs(page, "second", "completed");
  await shoot(page, "debug-run-page");
  await page.keyboard.press("F8");
  await runIs(page, "Completed");
});
