// Trying a flow out without running it: a dry run, one node by itself, and outputs that stand in for nodes.
import assert from "node:assert/strict";
import { login, node, nodeIs, openFlow, run, runIs } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });

function flowNamed(name) {
  return {
    format: "opsconductor.flow/1",
    name,
    parameters: { host: { type: "string", required: true, default: "web-1" } },
    nodes: [
      { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
      { id: "work", type: "shell.command", x: 340, y: 120, config: { command: "echo {{ host }} >> hosts.txt" } },
      { id: "end", type: "flow.end", x: 600, y: 120, config: { result: { $expr: "nodes.work.output" } } },
    ],
    wires: [
      { id: "w1", source: "start", target: "work" },
      { id: "w2", source: "work", target: "end" },
    ],
  };
}

check("a dry run shows the path and the filled-in parameters, and keeps no run", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(flowNamed("Tried dry"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.keyboard.press("Control+Shift+Enter");
  await page.getByTestId("field-host").fill("web-9");
  await page.getByTestId("dry-run-start").click();
  await page.getByTestId("rehearsal-status").filter({ hasText: "Completed" }).waitFor();
  await nodeIs(page, "end", "completed");
  await node(page, "work").click();
  await page.getByTestId("step-config").getByText("echo web-9 >> hosts.txt").waitFor();
  await shoot(page, "dry-run");
  const runs = await api.get(`/runs?flow=${flow.id}`);
  assert.deepEqual(runs.items, []);
});

check("a node is tested by itself, and what it gave stands in for it in the next run", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(flowNamed("Tested alone"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "work").click();
  await page.getByRole("tab", { name: "Output" }).click();
  await page.getByTestId("pin-text").fill('{"stdout": "pinned"}');
  await page.getByTestId("pin-set").click();
  await page.getByTestId("pin-work").waitFor();
  const runId = await run(page);
  await runIs(page, "Completed");
  const { result } = await api.get(`/runs/${runId}`);
  assert.deepEqual(result, { stdout: "pinned" });
});
