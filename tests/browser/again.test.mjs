// After a run has failed or was cut off: the same run is taken up again in place, or a new one starts.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { login, nodeIs, runIs } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });
const LOST = [/WebSocket connection/, /ERR_CONNECTION_REFUSED/, /ERR_CONNECTION_RESET/, /ERR_EMPTY_RESPONSE/, /ERR_SOCKET/];

function flowWith(name, command, parameters) {
  return {
    format: "opsconductor.flow/1",
    name,
    parameters,
    nodes: [
      { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
      { id: "before", type: "shell.command", x: 340, y: 120, config: { command: "echo once >> before.txt; cat before.txt" } },
      { id: "subject", type: "shell.command", x: 600, y: 120, config: { command } },
      { id: "end", type: "flow.end", x: 860, y: 120, config: { result: { $expr: "nodes.before.output.stdout" } } },
    ],
    wires: [
      { id: "w1", source: "start", target: "before" },
      { id: "w2", source: "before", target: "subject" },
      { id: "w3", source: "subject", target: "end" },
    ],
  };
}

check("a failed run is retried in place: what it had done is not done again", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(flowWith("Needs a file", "cat needed.txt"));
  const runId = await api.startRun(flow.id);
  await login(page, server, `/runs/${runId}`);
  await runIs(page, "Failed");
  await writeFile(join(server.workspace, "needed.txt"), "here");
  await page.getByTestId("retry").click();
  await page.getByTestId("retry-submit").waitFor();
  await shoot(page, "retry");
  await page.getByTestId("retry-submit").click();
  await runIs(page, "Completed");
  await nodeIs(page, "subject", "completed");
  const { result, status } = await api.get(`/runs/${runId}`);
  assert.deepEqual([status, String(result).trim()], ["completed", "once"]);
});

check("run again starts a new run with another value", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const parameters = { host: { type: "string", required: true } };
  const flow = await api.createFlow(flowWith("Greets", "echo {{ host }}", parameters));
  const runId = await api.startRun(flow.id, { host: "web-1" });
  await login(page, server, `/runs/${runId}`);
  await runIs(page, "Completed");
  await page.getByTestId("rerun").click();
  await page.getByTestId("field-host").fill("web-2");
  await page.getByTestId("rerun-submit").click();
  await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(runId));
  await runIs(page, "Completed");
  const again = await api.get(`/runs/${new URL(page.url()).pathname.split("/").at(-1)}`);
  assert.deepEqual(again.parameters, { host: "web-2" });
});

check("a step that a crash cut off is asked about, and the answer takes the run up", { expected: LOST }, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(flowWith("Cut off", "touch begun.txt; sleep 600"));
  const runId = await api.startRun(flow.id);
  await login(page, server, `/runs/${runId}`);
  await nodeIs(page, "subject", "running");
  await server.kill();
  await server.start();
  await runIs(page, "Failed");
  const banner = page.getByTestId("interrupted");
  await banner.waitFor();
  await shoot(page, "interrupted");
  await banner.getByRole("button", { name: "It was done" }).click();
  await page.getByTestId("interrupted-result").fill('{"exit_code": 0}');
  await page.getByRole("button", { name: "Go on with this result" }).click();
  await runIs(page, "Completed");
  await banner.waitFor({ state: "detached" });
});
