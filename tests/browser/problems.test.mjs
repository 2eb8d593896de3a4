// What goes wrong while drawing, saving and logging in: said where it is, and nothing is lost.
import assert from "node:assert/strict";
import { fillField, fillLogin, login, node, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { PASSWORD } from "./kit/server.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });

const REFUSED = [/status of 401/];
const CONFLICT = [/status of 412/];
const NOT_FOUND = [/status of 404/];
const UNAVAILABLE = [/status of 503/];

/** Start, then the given node: enough for a flow that can run. */
function flowWith(name, subject) {
  return {
    format: "opsconductor.flow/1",
    name,
    nodes: [
      { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
      { id: "subject", x: 340, y: 120, ...subject },
    ],
    wires: [{ id: "w1", source: "start", target: "subject" }],
  };
}

const MISTAKES = [
  {
    what: "an unknown variable",
    subject: { type: "shell.command", config: { command: "echo {{ nowhere }}" } },
    field: "command",
    says: "Unknown variable `nowhere`",
    better: "echo found",
  },
  {
    what: "a missing required field",
    subject: { type: "shell.command", config: {} },
    field: "command",
    says: "missing",
    better: "echo here",
  },
  {
    what: "a value of the wrong type",
    subject: { type: "system.wait", config: { seconds: "soon" } },
    field: "seconds",
    says: "must be a number",
    better: "2",
  },
  {
    what: "an expression that does not parse",
    subject: { type: "flow.if", config: { condition: "1 +" } },
    field: "condition",
    says: "incomplete",
    better: "1 + 1 == 2",
  },
];

for (const { what, subject, field, says, better } of MISTAKES) {
  check(`${what} is shown at field, node and list, and goes when it is mended`, {}, async ({ page, server }) => {
    const api = await openApi(server);
    const flow = await api.createFlow(flowWith(`With ${what}`, subject));
    await login(page, server);
    await openFlow(page, server, flow.id);
    await node(page, "subject").getByTitle("Has problems").waitFor();
    await page.getByTestId("problems-button").filter({ hasText: "1 problem" }).click();
    const row = page.getByTestId("problem-row").filter({ hasText: says });
    await row.click();
    const inspector = page.getByTestId("inspector");
    await inspector.getByText(says).waitFor();
    await page.waitForFunction((id) => document.activeElement?.dataset.testid === id, `field-${field}`);
    await shoot(page, `problem-${field}-${subject.type}`);

    await fillField(page, field, better);
    await page.getByTestId("problems-button").filter({ hasText: "No problems" }).waitFor();
    await row.waitFor({ state: "detached" });
    await node(page, "subject").getByTitle("Has problems").waitFor({ state: "detached" });
    await inspector.getByText(says).waitFor({ state: "detached" });
    await save(page);
    const stored = await api.get(`/flows/${flow.id}`);
    assert.deepEqual(stored.problems, []);
  });
}

check("a flow with problems can be saved, and Run says why it does not run", { expected: [/status of 422/] }, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(flowWith("Not ready", { type: "shell.command", config: {} }));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("run-button").click();
  await page.getByTestId("run-start").click();
  await page.getByRole("alert").filter({ hasText: "This flow cannot run yet" }).waitFor();
  await page.getByRole("button", { name: "Show the problems" }).click();
  await page.getByTestId("problem-row").waitFor();
});

for (const way of ["mine", "theirs"]) {
  check(`two people publish: keeping ${way} loses neither version`, { expected: CONFLICT }, async ({ page, server }) => {
    const api = await openApi(server);
    const flow = await api.createFlow(flowWith(`Shared, ${way}`, { type: "shell.command", config: { command: "true" } }));
    await login(page, server);
    const other = await page.context().newPage();
    for (const each of [page, other]) await openFlow(each, server, flow.id);

    await node(other, "subject").click();
    await other.getByTestId("node-name").fill("Theirs");
    await save(other);
    await node(page, "subject").click();
    await page.getByTestId("node-name").fill("Mine");
    await page.getByTestId("publish-button").click();
    await page.getByTestId("publish-submit").click();
    const dialog = page.getByRole("dialog", { name: "Merge" });
    await dialog.waitFor();
    await shoot(page, "conflict");
    await dialog.getByRole("radio", { name: way === "mine" ? "Mine" : "Theirs", exact: true }).check();
    await dialog.getByTestId("merge-submit").click();

    if (way === "mine") {
      await page.getByTestId("publish-submit").click();
      await page.getByTestId("save-state").filter({ hasText: /^Version 3$/ }).waitFor();
      await node(page, "subject").filter({ hasText: "Mine" }).waitFor();
      assert.equal(await nameIn(api, flow.id, 2), "Theirs");
      assert.equal(await nameIn(api, flow.id, 3), "Mine");
    } else {
      await dialog.waitFor({ state: "detached" });
      await node(page, "subject").filter({ hasText: "Theirs" }).waitFor();
      await page.getByTestId("save-state").filter({ hasText: /^Version 2$/ }).waitFor();
      // Mine is not gone: one undo brings it back.
      await page.getByTestId("undo-button").click();
      await node(page, "subject").filter({ hasText: "Mine" }).waitFor();
      assert.equal(await nameIn(api, flow.id, 2), "Theirs");
    }
  });
}

check("a session that ends asks for the password on top, and the work is still there", { expected: REFUSED }, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(flowWith("Interrupted", { type: "shell.command", config: { command: "true" } }));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "subject").click();
  await page.getByTestId("node-name").fill("Typed before the end");
  await api.call("/auth/revoke-all", { method: "POST" });
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog", { name: "Your session has ended" });
  await dialog.waitFor();
  await shoot(page, "session-ended");
  await dialog.getByTestId("login-password").fill(PASSWORD);
  await dialog.getByTestId("login-submit").click();
  await dialog.waitFor({ state: "detached" });
  await node(page, "subject").filter({ hasText: "Typed before the end" }).waitFor();
  await save(page);
  assert.equal(await nameIn(await openApi(server), flow.id, 2), "Typed before the end");
});

check("without a session, the log-in leads back to the place that was asked for", { expected: REFUSED }, async ({ page, server }) => {
  await login(page, server);
  await (await openApi(server)).call("/auth/revoke-all", { method: "POST" });
  await page.goto(`${server.url}/runs?status=failed`);
  await page.getByTestId("login-username").waitFor();
  await fillLogin(page, PASSWORD);
  await page.getByRole("heading", { name: "Runs" }).waitFor();
  assert.equal(page.url(), `${server.url}/runs?status=failed`);
});

check("an unknown place and an unknown flow say so", { expected: NOT_FOUND }, async ({ page, server }) => {
  await login(page, server);
  await page.goto(`${server.url}/no/such/place`);
  await page.getByRole("heading", { name: "There is no page here" }).waitFor();
  await shoot(page, "unknown-page");
  await page.getByRole("link", { name: "Go to flows" }).click();
  await page.getByRole("heading", { name: "Flows" }).waitFor();
  await page.goto(`${server.url}/flows/01a1fd98-0000-7000-8000-000000000000`);
  await page.getByRole("alert").filter({ hasText: "The flow could not be opened" }).waitFor();
  await shoot(page, "unknown-flow");
});

check("a server that does not answer yet is waited for", { expected: UNAVAILABLE }, async ({ page, server }) => {
  await login(page, server);
  let isDown = true;
  await page.route("**/api/v1/**", (route) => (isDown ? route.fulfill({ status: 503, body: "" }) : route.continue()));
  await page.goto(`${server.url}/runs`);
  await page.getByRole("heading", { name: "The server cannot be reached" }).waitFor();
  await shoot(page, "unreachable");
  isDown = false;
  await page.getByRole("heading", { name: "Runs" }).waitFor();
});

async function nameIn(api, flow, version) {
  const { document } = await api.get(`/flows/${flow}/versions/${version}`);
  return document.nodes.find((item) => item.id === "subject").name;
}
