// A run that asks people: drawn, seen to wait, approved once and rejected once.
import assert from "node:assert/strict";
import { dragFromPalette, fillField, login, node, nodeIs, openFlow, run, runIs, save, wire } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

const ends = (name) => ({
  format: "opsconductor.flow/1",
  name,
  nodes: [
    { id: "start", type: "flow.start", x: 0, y: 160, config: {} },
    { id: "yes", type: "flow.end", x: 680, y: 40, config: { result: "went ahead" } },
    { id: "no", type: "flow.end", x: 680, y: 280, config: { result: "left alone" } },
  ],
  wires: [],
});

/** Draws the step that asks between the start and the ends; gives back its id. */
async function draw({ page, server }, name) {
  const api = await openApi(server);
  const { type } = (await api.get("/node-types")).items.find((item) => item.shape === "approval");
  const flow = await api.createFlow(ends(name));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "start").waitFor();
  const box = await page.getByTestId("canvas").boundingBox();
  await dragFromPalette(page, type, { x: box.width / 2, y: box.height / 2 });
  const asking = page.locator('[data-shape="approval"]');
  const id = (await asking.getAttribute("data-testid")).replace("node-", "");
  await fillField(page, "title", "Deploy to production");
  await fillField(page, "message", "Version 7 is ready.");
  const self = page.getByTestId("field-self_approval");
  await self.focus();
  if (!(await self.isChecked())) await page.keyboard.press("Space");
  await shows(() => self.isChecked(), true);
  await wire(page, ["start", "output"], [id, "in"]);
  await wire(page, [id, "approved"], ["yes", "in"]);
  await wire(page, [id, "rejected"], ["no", "in"]);
  const { document } = await save(page);
  assert.deepEqual(
    document.wires.map(({ source, sourcePort = "output", target }) => `${source}.${sourcePort}>${target}`).sort(),
    [`start.output>${id}`, `${id}.approved>yes`, `${id}.rejected>no`].sort(),
  );
  return { api, flow, id };
}

check("a run waits for approval, and goes on by approved", {}, async ({ page, server }) => {
  const { api, id } = await draw({ page, server }, "Approve");
  const runId = await run(page);
  await nodeIs(page, id, "approval");
  await runIs(page, "Waiting for approval");
  await page.getByTestId(`approval-${id}`).getByText("Version 7 is ready.").waitFor();
  await shoot(page, "approvals-editor-light");

  await page.goto(`${server.url}/runs`);
  await page.getByTestId(`run-row-${runId}`).getByText("Waiting for approval").waitFor();
  await page.goto(server.url);
  await page.getByTestId("needs-you").getByRole("link").filter({ hasText: "Deploy to production" }).click();
  await page.waitForURL((url) => url.pathname === `/runs/${runId}`);
  await nodeIs(page, id, "approval");
  const request = page.getByTestId(`approval-${id}`);
  await request.getByTestId("approval-comment").fill("Go ahead");
  assert.deepEqual(await axe(page, '[data-testid="approvals"]'), []);
  await request.getByTestId("approve").click();
  await runIs(page, "Completed");
  await request.waitFor({ state: "detached" });
  await nodeIs(page, "yes", "completed");
  await nodeIs(page, "no", "skipped");
  await node(page, id).click();
  const decisions = page.getByTestId("decisions");
  await decisions.getByText("Approved").waitFor();
  await decisions.getByText("Go ahead").waitFor();
  assert.equal((await api.get(`/runs/${runId}`)).result, "went ahead");
});

check("a run that is rejected goes on by rejected", { colorScheme: "dark" }, async ({ page, server }) => {
  const { api, flow, id } = await draw({ page, server }, "Reject");
  const runId = await api.startRun(flow.id);
  await page.goto(`${server.url}/runs/${runId}`);
  await nodeIs(page, id, "approval");
  await page.getByTestId(`approval-${id}`).getByTestId("reject").click();
  await page.getByTestId("reject-comment").fill("Not today");
  await shoot(page, "approvals-reject-dark");
  await page.getByTestId("reject-submit").click();
  await runIs(page, "Completed");
  await nodeIs(page, "no", "completed");
  await nodeIs(page, "yes", "skipped");
  await node(page, id).click();
  await page.getByTestId("decisions").getByText("Not today").waitFor();
  assert.equal((await api.get(`/runs/${runId}`)).result, "left alone");
});
