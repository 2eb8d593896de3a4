// Global variables, the queue and a flow that is switched off, against the real server.
import assert from "node:assert/strict";
import { login, openFlow } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });

const HELLO = {
  format: "opsconductor.flow/1",
  name: "Switched",
  nodes: [{ id: "start", type: "flow.start", x: 80, y: 120, config: {} }],
  wires: [],
};

check("a global variable is made, changed and deleted", {}, async ({ page, server }) => {
  const api = await openApi(server);
  await login(page, server, "/variables");
  await page.getByTestId("create-variable").click();
  await page.getByTestId("variable-name").fill("region");
  await page.getByTestId("variable-value").fill('"eu-west"');
  await page.getByTestId("variable-save").click();
  await page.getByTestId("variable-row-region").getByText("eu-west").waitFor();
  await page.getByLabel("Change region").click();
  await page.getByTestId("variable-value").fill('{"name": "us-east"}');
  await page.getByTestId("variable-save").click();
  await page.getByTestId("variable-row-region").getByText("us-east").waitFor();
  await shoot(page, "variables");
  const { items } = await api.get("/variables");
  assert.deepEqual(items.map(({ name, value }) => ({ name, value })), [{ name: "region", value: { name: "us-east" } }]);
  await page.getByLabel("Delete region").click();
  await page.getByRole("button", { name: "Delete variable" }).click();
  await page.getByTestId("variable-row-region").waitFor({ state: "detached" });
});

check("a flow is switched off and on, and its figures and the queue are shown", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(HELLO);
  await api.startRun(flow.id);
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("flow-statistics").getByText("Last run").waitFor();
  const answered = page.waitForResponse((response) => response.url().endsWith("/active"));
  await page.getByTestId("flow-active").click({ force: true });
  assert.equal((await answered).ok(), true);
  await page.getByText("Only tests from here may start it").waitFor();
  assert.equal((await api.get(`/flows/${flow.id}`)).is_active, false);
  await page.goto(`${server.url}/runs`);
  await page.getByTestId("queue-running").waitFor();
  await page.getByRole("link", { name: "Switched" }).first().waitFor();
});
