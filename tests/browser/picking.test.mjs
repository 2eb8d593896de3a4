// Where flows work: a target and a credential chosen in a form, a run on several machines, and which of them failed.
import assert from "node:assert/strict";
import { fillField, login, node, openFlow, runIs, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { DESKTOP, PHONE, ZOOMED } from "./kit/browser.mjs";
import { inspect } from "./kit/inspect.mjs";
import { onThousand, places } from "./kit/machines.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

const uptime = (name) => ({
  format: "opsconductor.flow/1",
  name,
  nodes: [
    { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
    { id: "ask", type: "shell.command", name: "Ask", x: 340, y: 120, config: { command: "echo up" } },
  ],
  wires: [{ id: "w1", source: "start", sourcePort: "output", target: "ask", targetPort: "in", kind: "flow" }],
});

async function begin({ page, server }, name) {
  const api = await openApi(server);
  const flow = await api.createFlow(uptime(name));
  await login(page, server);
  await pretend(page, places);
  await openFlow(page, server, flow.id);
  return { api, flow };
}

/** Types selectors into the run dialog. */
async function choose(page, ...selectors) {
  for (const selector of selectors) {
    await page.getByTestId("run-targets").fill(selector);
    await page.getByTestId("run-targets").press("Enter");
  }
}

const target = (page) => page.getByTestId("field-node-target");

check("a target and a credential are chosen in a form, and found again", {}, async ({ page, server }) => {
  await begin({ page, server }, "Where it works");
  await node(page, "ask").click();
  await shows(() => target(page).getAttribute("placeholder"), "The run's target");
  await target(page).fill("web");
  await page.getByRole("option", { name: "group:web 12 machines" }).click();
  await page.getByTestId("target-count").getByText("12 machines: web-1, web-2").waitFor();
  await page.getByTestId("field-node-credential").click();
  await page.getByRole("option", { name: /root-key/ }).click();
  await page.getByRole("link", { name: "Manage credentials" }).waitFor();
  const { document } = await save(page);
  const { target: chosen, credential } = document.nodes.find(({ id }) => id === "ask");
  assert.deepEqual({ chosen, credential }, { chosen: "group:web", credential: "root-key" });
  await page.reload();
  await node(page, "ask").click();
  await shows(() => target(page).inputValue(), "group:web");
});

check("a target is an expression, with names that are completed", {}, async ({ page, server }) => {
  await begin({ page, server }, "Where it works, worked out");
  await node(page, "ask").click();
  await page.getByRole("button", { name: "Target: use an expression" }).click();
  await fillField(page, "node-target", "{{ vars.host }}");
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByRole("tab", { name: "Parameters" }).click();
  await page.getByRole("button", { name: "Target: use a fixed value" }).waitFor();
  const { document } = await save(page);
  assert.equal(document.nodes.find(({ id }) => id === "ask").target, "{{ vars.host }}");
});

for (const [name, look] of Object.entries({
  light: { viewport: DESKTOP },
  dark: { viewport: DESKTOP, colorScheme: "dark" },
  phone: { viewport: PHONE },
  zoomed: { viewport: ZOOMED },
})) {
  check(`of a thousand machines, the two that failed are found in one click, ${name}`, look, async ({ page, server }) => {
    const api = await openApi(server);
    const flow = await api.createFlow(uptime(`On a thousand, ${name}`));
    const id = await api.startRun(flow.id);
    await login(page, server, "/variables");
    await pretend(page, onThousand(await api.get(`/runs/${id}`)));
    await page.goto(`${server.url}/runs/${id}`);
    await page.getByTestId("run-place").getByText("on 1,000 machines").waitFor();
    await page.getByTestId("child-run").first().getByText("node-998").waitFor();
    const faults = await inspect(page, `targets-${name}`);
    await page.getByTestId("children-failed").click();
    await page.waitForFunction(() => document.querySelectorAll('[data-testid="child-run"]').length === 2);
    assert.deepEqual(faults, []);
  });
}

check("the fields that choose are clean to axe, on a wide and on a narrow page", {}, async ({ page, server }) => {
  await begin({ page, server }, "Looked at");
  await node(page, "ask").click();
  await target(page).fill("group:web");
  await page.getByTestId("target-count").waitFor();
  await page.getByTestId("field-node-credential").waitFor();
  await page.keyboard.press("Escape");
  const faults = await inspect(page, "where");
  await page.getByTestId("run-button").click();
  await choose(page, "group:web");
  await page.getByTestId("targets-count").getByText("12 machines").waitFor();
  await page.getByTestId("run-at-most").focus();
  faults.push(...(await inspect(page, "run-on")));
  await page.setViewportSize(PHONE);
  faults.push(...(await inspect(page, "run-on-phone")));
  await page.setViewportSize(DESKTOP);
  assert.deepEqual(faults, []);
});

check("a run on three machines says which failed", {}, async ({ page, server }) => {
  const api = await openApi(server);
  for (const name of ["gone-1", "gone-2"])
    await api.call("/targets", { body: { name, hostname: "127.0.0.1", port: 1, connect_timeout: 1 } });
  const flow = await api.createFlow(uptime("On three"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("run-button").click();
  await choose(page, "local", "gone-1", "gone-2");
  await page.getByTestId("run-at-most").fill("2");
  const started = page.waitForRequest((sent) => sent.method() === "POST" && /\/run$/.test(sent.url()));
  const id = await startedBy(page);
  const { targets, max_parallel_targets } = (await started).postDataJSON();
  assert.deepEqual({ targets, max_parallel_targets }, { targets: ["local", "gone-1", "gone-2"], max_parallel_targets: 2 });
  await page.waitForURL(`${server.url}/runs/${id}`);
  await page.getByTestId("run-place").getByText("on 3 machines").waitFor();
  await page.getByTestId("children-failed").getByText("2 failed").click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="child-run"]').length === 2);
  const names = await page.getByTestId("child-run").getByRole("link").allInnerTexts();
  assert.deepEqual(names.sort(), ["gone-1", "gone-2"]);
  await page.getByTestId("child-run").getByRole("link", { name: "gone-1" }).click();
  await page.getByTestId("run-place").getByText("on gone-1").waitFor();
  await runIs(page, "Failed");
  await page.goto(`${server.url}/runs?target=gone-1`);
  await page.getByTestId("filter-target").waitFor();
  await page.getByTestId("run-target").filter({ hasText: "gone-1" }).waitFor();
  assert.deepEqual(await inspect(page, "runs-on-target"), []);
  await page.goto(`${server.url}/runs/${id}`);
  await page.getByTestId("rerun-failed").click();
  await page.getByText("It runs on 2 machines where it did not complete").waitFor();
  assert.deepEqual(await inspect(page, "rerun-failed"), []);
  await page.getByTestId("rerun-submit").click();
  await page.waitForURL((url) => url.pathname.startsWith("/runs/") && !url.pathname.endsWith(id));
  await page.getByTestId("run-place").getByText("on 2 machines").waitFor();
});

check("the lines of a node on several machines are told apart, and stand at its step", {}, async ({ page, server }) => {
  const api = await openApi(server);
  await api.call("/targets", { body: { name: "silent", hostname: "127.0.0.1", port: 1, connect_timeout: 1 } });
  const document = uptime("On two at once");
  document.nodes[1].target = "{{ ['local', 'silent'] }}";
  const flow = await api.createFlow(document);
  const id = await api.startRun(flow.id);
  await login(page, server, `/runs/${id}`);
  await runIs(page, "Failed");
  const { items } = await api.get(`/runs/${id}/logs?key=ask`);
  const line = items.find(({ text }) => text === "up");
  assert.match(line.key, /^ask:/);
  await page.getByRole("tab", { name: "Log", exact: true }).click();
  const log = page.getByTestId("log-pane");
  await log.getByLabel("Start of the line").selectOption("host");
  await log.getByTitle(line.key).getByText(line.target ?? "Ask", { exact: true }).waitFor();
  await node(page, "ask").click();
  await page.getByTestId("log-view").filter({ visible: true }).last().getByText("up", { exact: true }).waitFor();
  assert.deepEqual(await inspect(page, "on-two-at-once"), []);
});

async function startedBy(page) {
  const answered = page.waitForResponse((response) => /\/flows\/[^/]+\/run$/.test(response.url()));
  await page.getByTestId("run-start").click();
  const response = await answered;
  assert.equal(response.status(), 202, `the run was refused: ${await response.text()}`);
  return (await response.json()).run_id;
}
