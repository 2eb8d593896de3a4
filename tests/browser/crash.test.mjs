// The server dies in the middle of a run that is being watched, and comes back: the page says so and reconnects by
// itself, the run goes on where it was, and nothing is done twice.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { login, nodeIs, openFlow, run, runIs } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });
const ROUNDS = 10;
const LOST = [/WebSocket connection/, /ERR_CONNECTION_REFUSED/, /ERR_CONNECTION_RESET/, /ERR_EMPTY_RESPONSE/, /ERR_SOCKET/];

const SLOW_LOOP = {
  format: "opsconductor.flow/1",
  name: "Slow loop",
  nodes: [
    { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
    {
      id: "each",
      type: "flow.for",
      x: 340,
      y: 120,
      config: { loop_variable: "i", start_value: 1, end_value: ROUNDS },
    },
    { id: "wait", type: "system.wait", x: 600, y: 60, config: { seconds: 0.5 } },
    { id: "write", type: "shell.command", x: 860, y: 60, config: { command: "echo {{ i | sh }} >> rounds.txt" } },
    { id: "end", type: "flow.end", x: 600, y: 240, config: { result: "done" } },
  ],
  wires: [
    { id: "w1", source: "start", target: "each" },
    { id: "w2", source: "each", sourcePort: "loop", target: "wait" },
    { id: "w3", source: "wait", target: "write" },
    { id: "w4", source: "write", target: "each", targetPort: "back", kind: "loop" },
    { id: "w5", source: "each", sourcePort: "output", target: "end" },
  ],
};

check("a run survives the server, and the page finds it again", { expected: LOST }, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(SLOW_LOOP);
  await login(page, server);
  await openFlow(page, server, flow.id);
  const runId = await run(page);

  // The moment to strike is just after a round has ended: the next one has begun its wait, and no command runs.
  await roundsAre(page, 3);
  await nodeIs(page, "wait", "running");
  await server.kill();
  const before = Number((await page.getByTestId("progress-each").innerText()).split("/")[0]);
  await page.getByText("Connection lost.").waitFor();
  await runIs(page, "Running");
  await shoot(page, "crash-lost");

  await server.start();
  await page.getByText("Connection lost.").waitFor({ state: "detached" });
  await roundsAre(page, before + 2);
  await runIs(page, "Completed");
  await page.getByTestId("progress-each").filter({ hasText: `${ROUNDS}/${ROUNDS}` }).waitFor();
  for (const id of ["start", "each", "wait", "write", "end"]) await nodeIs(page, id, "completed");
  await page.getByRole("tab", { name: "Steps" }).click();
  await page.getByTestId("step-row").filter({ hasText: "each[0]/write" }).waitFor();
  await shoot(page, "crash-completed");

  const lines = (await readFile(join(server.workspace, "rounds.txt"), "utf8")).trim().split("\n");
  assert.deepEqual(lines, Array.from({ length: ROUNDS }, (_, index) => String(index + 1)), "each line exactly once");
  const again = await openApi(server);
  assert.equal((await again.get(`/runs/${runId}`)).status, "completed");
  const writes = (await again.get(`/runs/${runId}/steps?node=write`)).items;
  assert.deepEqual(writes.map((step) => `${step.status} ${step.attempt}`), Array(ROUNDS).fill("completed 1"));
  await again.call(`/flows/${flow.id}`, { method: "DELETE" });
});

/** Waits until the loop's counter says at least this many rounds. */
function roundsAre(page, least) {
  return page.waitForFunction(
    (wanted) => Number(document.querySelector('[data-testid="progress-each"]')?.textContent.split("/")[0]) >= wanted,
    least,
  );
}
