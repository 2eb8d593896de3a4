// The lists, the dashboard and the frame around them: what a person does there, by mouse and by keyboard.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { centre, login, openFlow, runIs } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { PHONE } from "./kit/browser.mjs";
import { flowAnswers, manyFlows, manyRuns, runAnswers } from "./kit/plenty.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";

const check = suite();
const FAILED = manyRuns(200).find((run) => run.status === "failed").id;

/** The list of 200 runs, of which one failed. */
async function openRuns(page, server, search = "", more = {}) {
  await login(page, server, "/variables");
  await pretend(page, { ...runAnswers(manyRuns(200)), ...more });
  await page.goto(`${server.url}/runs${search}`);
  await page.getByTestId("run-list").waitFor();
}

const rows = (page) => page.locator('[data-testid^="run-row-"]');
const query = (page) => new URL(page.url()).searchParams;

check("which of 200 runs failed is found in one click", {}, async ({ page, server }) => {
  await openRuns(page, server);
  await page.getByTestId("facet-status-failed").click();
  await page.getByText("web-07: the disk is full").waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^="run-row-"]').length === 1);
  await page.getByTestId(`run-row-${FAILED}`).waitFor();
  assert.equal(query(page).get("status"), "failed");
  await page.reload();
  await page.getByTestId(`run-row-${FAILED}`).waitFor();
});

check("only rows in sight are drawn, and more are read at the end of the list", {}, async ({ page, server }) => {
  await openRuns(page, server);
  assert.ok((await rows(page).count()) < 40);
  const more = page.waitForRequest((request) => request.url().includes("cursor=100"));
  await page.getByRole("region", { name: "Runs", exact: true }).evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await more;
  await page.waitForURL(/page=2/);
  await page.waitForFunction(() => document.querySelector('[data-testid="run-list"]').ariaRowCount === "201");
});

check("the time line is brushed, and says the same as a table", {}, async ({ page, server }) => {
  await openRuns(page, server);
  const bars = page.getByTestId("histogram-bars");
  const { width, height, x, y } = await bars.boundingBox();
  await page.mouse.move(x + width * 0.25, y + height / 2);
  await page.mouse.down();
  await page.mouse.move(x + width * 0.5, y + height / 2, { steps: 4 });
  await page.mouse.up();
  await page.getByTestId("filter-span").waitFor();
  const [from, to] = [Date.parse(query(page).get("from")), Date.parse(query(page).get("to"))];
  const share = (to - from) / (200 * 7 * 60_000);
  assert.ok(share > 0.2 && share < 0.32, `a quarter of the time was brushed, not ${share}`);
  await page.getByRole("button", { name: "As a table" }).click();
  await page.getByRole("button", { name: /^Show runs from/ }).first().click();
  await page.waitForFunction((before) => Date.parse(new URL(location.href).searchParams.get("to")) < before, to);
});

check("rows are walked, selected and opened by keyboard", {}, async ({ page, server }) => {
  await openRuns(page, server, "", { "GET /runs/nothing": 404 });
  await rows(page).first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.getByTestId("bulk-bar").getByText("2 selected").waitFor();
  assert.equal(query(page).get("selected").split(",").length, 2);
  await page.keyboard.press("End");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-index") === "99");
  await page.keyboard.press("Home");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-index") === "0");
});

check("many runs are deleted at once, with what became of each", {}, async ({ page, server }) => {
  const sent = [];
  const bulk = (request) => {
    sent.push(request.postDataJSON());
    const [first, ...rest] = request.postDataJSON().ids;
    return { items: [{ id: first, ok: false, error: "it is held by a report" }, ...rest.map((id) => ({ id, ok: true }))] };
  };
  await openRuns(page, server, "", { "POST /runs/bulk": bulk });
  await page.getByTestId("select-all").check();
  await page.getByTestId("bulk-bar").getByText("100 selected").waitFor();
  await page.getByRole("button", { name: "Delete 95" }).click();
  await page.getByRole("dialog").getByText("gone for good").waitFor();
  await page.getByTestId("bulk-confirm").click();
  await page.getByTestId("bulk-result").getByText("94 of 95 deleted.").waitFor();
  await page.getByText("it is held by a report").waitFor();
  assert.equal(sent.length, 1);
  assert.equal(sent[0].action, "delete");
  assert.equal(sent[0].ids.length, 95);
  await page.getByRole("button", { name: "Close" }).last().click();
  await page.getByTestId("bulk-bar").waitFor({ state: "detached" });
});

check("what is shown is exported, and filters are kept under a name", {}, async ({ page, server }) => {
  await openRuns(page, server, "?status=failed&sort=-duration");
  await page.getByTestId("export-runs").click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: "As CSV" }).click();
  const [head, ...lines] = (await readFile(await (await saved).path(), "utf8")).trim().split("\r\n");
  assert.match(head, /^id,status,flow,/);
  assert.equal(lines.length, 1);
  assert.ok(lines[0].startsWith(`${FAILED},failed,`));

  await page.getByTestId("saved-views").click();
  await page.getByRole("menuitem", { name: "Save these filters…" }).click();
  await page.getByTestId("view-name").fill("Trouble");
  await page.getByRole("button", { name: "Save view" }).click();
  await page.getByTestId("clear-filters").click();
  await page.waitForURL((url) => !url.searchParams.has("status"));
  await page.reload();
  await page.getByTestId("saved-views").click();
  await page.getByRole("menuitem", { name: "Trouble", exact: true }).click();
  await page.waitForURL(/status=failed/);
  assert.equal(query(page).get("sort"), "-duration");
});

check("flows are filtered by category and label, and the address keeps it", {}, async ({ page, server }) => {
  await login(page, server, "/variables");
  await pretend(page, flowAnswers(manyFlows(40)));
  await page.goto(`${server.url}/flows`);
  await page.getByTestId("facet-Web").click();
  await page.waitForURL(/category=Web/);
  await page.getByTestId("facet-nightly").click();
  await page.waitForURL(/label=nightly/);
  await page.getByTestId("flow-row-Web health check").waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid^="flow-row-"]').length < 5);
  await page.getByRole("button", { name: "Name" }).click();
  await page.waitForURL(/sort=name/);
});

check("a flow is looked at beside the list, and many are switched and exported", {}, async ({ page, server }) => {
  const api = await openApi(server);
  await login(page, server, "/flows");
  await page.getByTestId("flow-row-Disk report").getByText("Asks the machine").click();
  const preview = page.getByTestId("flow-preview");
  await preview.getByRole("img", { name: /^Disk report: \d+ nodes/ }).waitFor();
  await page.waitForURL(/preview=/);
  await page.getByRole("checkbox", { name: "Select Disk report" }).check();
  await page.getByRole("checkbox", { name: "Select Hello" }).check();
  const bar = page.getByTestId("bulk-bar");
  await bar.getByRole("button", { name: "Deactivate" }).click();
  await page.getByText("2 flows deactivated.").waitFor();
  await page.getByTestId("flow-row-Hello").getByText("inactive").waitFor();
  assert.equal((await api.flowNamed("Hello")).is_active, false);
  await bar.getByRole("button", { name: "Activate", exact: true }).click();
  await page.getByText("2 flows activated.").waitFor();
  const saved = page.waitForEvent("download");
  await bar.getByRole("button", { name: "Export" }).click();
  const bundle = JSON.parse(await readFile(await (await saved).path(), "utf8"));
  assert.equal(bundle.format, "opsconductor.export/1");
  assert.deepEqual(bundle.flows.map((flow) => flow.name).sort(), ["Disk report", "Hello"]);
});

check("many flows are imported with a report", {}, async ({ page, server }) => {
  const sent = [];
  await login(page, server, "/flows");
  await pretend(page, {
    "POST /flows/import": (request) => {
      sent.push(request.postDataJSON());
      return {
        items: [
          { name: "A (2)", status: "renamed", id: "a", messages: ["A flow named “A” was there."] },
          { name: "B", status: "failed", messages: ["Unknown node type `x`."] },
        ],
      };
    },
  });
  await page.getByTestId("import-flows").click();
  const flow = (name) => ({ format: "opsconductor.flow/1", name, nodes: [], wires: [] });
  const bundle = { format: "opsconductor.export/1", format_version: 1, flows: [flow("A"), flow("B")] };
  const file = (name, text) => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });
  await page.locator('input[type="file"]').setInputFiles(file("bad.json", "nonsense"));
  await page.getByRole("dialog").getByText("This file is not JSON.").waitFor();
  await page.locator('input[type="file"]').setInputFiles(file("flows.json", JSON.stringify(bundle)));
  await page.getByRole("dialog").getByText("2 flows").waitFor();
  await page.getByRole("radio", { name: "Leave it out" }).check();
  await page.getByTestId("import-submit").click();
  const report = page.getByTestId("import-report");
  await report.getByText("1 of 2 failed.").waitFor();
  await report.getByText("Unknown node type `x`.").waitFor();
  assert.equal(sent[0].on_conflict, "skip");
  assert.deepEqual(sent[0].flows.map(({ name }) => name), ["A", "B"]);
});

check("everything is found with Ctrl+K", {}, async ({ page, server }) => {
  await login(page, server, "/runs");
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-field").fill("disk");
  await page.getByRole("option", { name: "Disk report" }).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/flows\/[^/]+$/);
  await page.goto(`${server.url}/runs`);
  await page.getByTestId("open-search").click();
  await page.getByTestId("palette-field").fill("dark");
  await page.keyboard.press("Enter");
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
});

check("the frame: skip link, menu that narrows and stays so, drawer on a phone", {}, async ({ page, server }) => {
  await login(page, server, "/runs");
  await page.getByTestId("nav-toggle").waitFor();
  await page.reload();
  await page.getByTestId("nav-toggle").waitFor();
  await page.keyboard.press("Tab");
  await page.getByRole("link", { name: "Skip to content" }).press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "content");
  await page.getByTestId("nav-toggle").click();
  const nav = page.getByRole("navigation", { name: "Main" });
  await page.waitForFunction(() => document.querySelector('nav[aria-label="Main"]').offsetWidth < 80);
  await page.reload();
  await nav.waitFor();
  assert.ok((await nav.boundingBox()).width < 80);
  await page.setViewportSize(PHONE);
  await page.getByRole("button", { name: "Navigation" }).click();
  await page.getByRole("dialog").getByRole("link", { name: "Variables" }).click();
  await page.waitForURL(/\/variables$/);
  await page.getByRole("dialog").waitFor({ state: "detached" });
});

check("a lost network is said, and over when it is back", { expected: [/ERR_INTERNET_DISCONNECTED|ERR_NETWORK/] }, async ({ page, server }) => {
  await login(page, server, "/flows");
  await page.getByTestId("flow-row-Hello").waitFor();
  await page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => /variables-.*\.js/.test(name)));
  await page.context().setOffline(true);
  await page.getByTestId("offline-banner").getByText("You are offline.").waitFor();
  await page.getByTestId("flow-row-Hello").waitFor();
  await page.getByRole("link", { name: "Variables" }).click();
  await page.getByTestId("offline-state").waitFor();
  await page.context().setOffline(false);
  await page.getByText("There are no variables yet.").waitFor();
  await page.getByTestId("offline-banner").waitFor({ state: "detached" });
});

check("a page that breaks leaves the frame and a way on", { expected: [/./] }, async ({ page, server }) => {
  await login(page, server, "/variables");
  await pretend(page, { "GET /runs": { items: [null], next_cursor: null } });
  await page.getByRole("link", { name: "Runs", exact: true }).click();
  await page.getByRole("heading", { name: "This page could not be shown" }).waitFor();
  await page.getByRole("link", { name: "Flows", exact: true }).click();
  await page.getByTestId("flow-list").waitFor();
});

check("a link to a node opens its flow at that node", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const { id } = await api.flowNamed("Disk report");
  const { document } = await api.get(`/flows/${id}`);
  const last = document.nodes.at(-1).id;
  await login(page, server, `/flows/${id}?node=${last}`);
  await page.locator(`.react-flow__node.selected[data-id="${last}"]`).waitFor();
  await page.waitForURL((url) => url.search === "");
});

check("a picture of where things are is not needed to open a run", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const hello = await api.flowNamed("Hello");
  const runId = await api.startRun(hello.id);
  await login(page, server, "/runs");
  const row = page.getByTestId(`run-row-${runId}`);
  await row.waitFor();
  await row.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/runs\/[^/?]+$/);
  await runIs(page, "Completed");
  assert.ok(await centre(page.getByRole("link", { name: "Open flow" })));
  await openFlow(page, server, hello.id);
});
