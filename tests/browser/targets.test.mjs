// Targets and groups against the real server: made, found, tested, grouped and deleted.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { login } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

const row = (page, name) => page.getByTestId(`target-row-${name}`);

const firstIs = (page, name) =>
  page.waitForFunction(
    (testId) => document.querySelector('[data-testid^="target-row-"]')?.dataset.testid === testId,
    `target-row-${name}`,
  );

async function choose(page, testId, option) {
  await page.getByTestId(testId).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** A port of this machine where nobody answers. */
async function deadPort() {
  const probe = createServer();
  await new Promise((done, fail) => probe.once("error", fail).listen(0, "127.0.0.1", done));
  const { port } = probe.address();
  await new Promise((done) => probe.close(done));
  return port;
}

check("a target is made, changed and found by its filters", {}, async ({ page, server }) => {
  const api = await openApi(server);
  await api.call("/targets", { body: { name: "db-1", hostname: "192.0.2.20", environment: "staging" } });
  await login(page, server, "/targets");
  await page.getByTestId("create-target").click();
  await page.getByTestId("target-name").fill("web-1");
  await page.getByTestId("target-hostname").fill("192.0.2.10");
  await choose(page, "target-os", "Windows");
  await shows(() => page.getByTestId("target-protocol").inputValue(), "None");
  await choose(page, "target-os", "Linux");
  await shows(() => page.getByTestId("target-protocol").inputValue(), "SSH");
  await page.getByTestId("target-port").fill("2222");
  await page.getByTestId("target-environment").fill("production");
  await page.getByTestId("target-tags").fill("nginx");
  await page.keyboard.press("Enter");
  await choose(page, "target-depends-on", "db-1");
  await page.keyboard.press("Escape");
  await page.getByTestId("target-metadata").fill('{"rack": "B4"}');
  assert.deepEqual(await axe(page), []);
  await shoot(page, "targets-new");
  await page.getByTestId("target-save").click();
  await row(page, "web-1").waitFor();
  const made = await api.get("/targets/web-1");
  assert.equal(made.port, 2222);
  assert.deepEqual(made.tags, ["nginx"]);
  assert.deepEqual(made.depends_on.map(({ name }) => name), ["db-1"]);
  assert.deepEqual(made.metadata, { rack: "B4" });

  await page.getByLabel("Edit web-1", { exact: true }).click();
  await shows(() => page.getByTestId("target-port").inputValue(), "2222");
  await choose(page, "target-status", "Maintenance");
  await page.getByTestId("target-save").click();
  await page.getByTestId("target-form").waitFor({ state: "detached" });
  assert.equal((await api.get("/targets/web-1")).status, "maintenance");

  await page.getByTestId("facet-environment-production").click();
  await page.waitForURL(/environment=production/);
  await row(page, "db-1").waitFor({ state: "detached" });
  await page.reload();
  await row(page, "web-1").waitFor();
  await page.getByTestId("clear-filters").click();
  await row(page, "db-1").waitFor();
  await page.getByRole("button", { name: "Host name" }).click();
  await page.waitForURL(/sort=hostname/);
  await firstIs(page, "web-1");
  await page.getByRole("button", { name: "Host name" }).click();
  await page.waitForURL(/sort=-hostname/);
  await firstIs(page, "db-1");
  await shows(() => page.getByRole("columnheader", { name: "Host name" }).getAttribute("aria-sort"), "descending");
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await page.waitForURL((url) => !url.searchParams.has("sort"));
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await page.waitForURL(/sort=-name/);
  await firstIs(page, "web-1");
});

check("a cycle of targets is refused where it was chosen", { expected: [/status of 422/] }, async ({ page, server }) => {
  const api = await openApi(server);
  await api.call("/targets", { body: { name: "loop-a", hostname: "192.0.2.31" } });
  await api.call("/targets", { body: { name: "loop-b", hostname: "192.0.2.32", depends_on: ["loop-a"] } });
  await login(page, server, "/targets");
  await page.getByLabel("Edit loop-a", { exact: true }).click();
  await choose(page, "target-depends-on", "loop-b");
  await page.keyboard.press("Escape");
  await page.getByTestId("target-save").click();
  const field = page.getByTestId("target-depends-on");
  await page.waitForFunction((input) => input.getAttribute("aria-invalid") === "true", await field.elementHandle());
  assert.deepEqual((await api.get("/targets/loop-a")).depends_on, []);
});

check("a connection that fails says why, and is remembered", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const port = await deadPort();
  const { json } = await api.call("/targets", { body: { name: "silent", hostname: "127.0.0.1", port, connect_timeout: 3 } });
  await login(page, server, `/targets?show=${json.id}`);
  await page.getByTestId("test-connection").click();
  await page.getByTestId("test-result").getByText("The connection failed").waitFor();
  await shoot(page, "targets-test");
  const { last_test } = await api.get("/targets/silent");
  assert.equal(last_test.success, false);
  assert.ok(last_test.error);
  await page.keyboard.press("Escape");
  await page.getByTestId("target-detail").waitFor({ state: "detached" });
  await row(page, "silent").getByText(/^Failed/).waitFor();
  await row(page, "silent").getByRole("link").click();
  await page.getByRole("link", { name: "Runs on this target" }).click();
  await page.waitForURL(/\/runs\?target=silent/);
});

check("targets are grouped, and a group leads to them", {}, async ({ page, server }) => {
  const api = await openApi(server);
  for (const name of ["shop-1", "shop-2"]) await api.call("/targets", { body: { name, hostname: "192.0.2.40" } });
  await login(page, server, "/targets");
  await page.getByRole("link", { name: "Groups", exact: true }).click();
  await page.getByTestId("create-group").click();
  await page.getByTestId("group-name").fill("shops");
  for (const name of ["shop-1", "shop-2"]) {
    await page.getByTestId("group-members").fill(name);
    await page.getByRole("option", { name, exact: true }).click();
  }
  await page.getByTestId("group-description").fill("All of the shop.");
  await page.keyboard.press("Tab");
  assert.deepEqual(await axe(page), []);
  await page.getByTestId("group-save").click();
  await page.getByTestId("group-row-shops").getByText("2 targets").waitFor();
  const group = await api.get("/target-groups/shops");
  assert.deepEqual(group.targets.map(({ name }) => name).sort(), ["shop-1", "shop-2"]);
  await page.getByRole("link", { name: "Show targets of shops" }).click();
  await row(page, "shop-2").waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^="target-row-"]').length === 2);
  await page.goto(`${server.url}/targets/groups`);
  await page.getByLabel("Delete shops").click();
  await page.getByRole("button", { name: "Delete group" }).click();
  await page.getByText("There are no groups yet.").waitFor();
  assert.equal((await api.get("/targets/shop-1")).name, "shop-1");
});

check("a target that others depend on goes when its name is typed", { expected: [/status of 409/] }, async ({ page, server }) => {
  const api = await openApi(server);
  await api.call("/targets", { body: { name: "needed", hostname: "192.0.2.50" } });
  await api.call("/targets", { body: { name: "needs-it", hostname: "192.0.2.51", depends_on: ["needed"] } });
  await login(page, server, "/targets?search=need");
  await page.getByLabel("Delete needed", { exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Delete target" });
  await dialog.getByRole("button", { name: "Delete target" }).click();
  await dialog.getByText(/needs-it/).waitFor();
  await page.getByTestId("delete-name").fill("needed");
  await dialog.getByRole("button", { name: "Delete anyway" }).click();
  await row(page, "needed").waitFor({ state: "detached" });
  assert.deepEqual((await api.get("/targets/needs-it")).depends_on, []);
});
