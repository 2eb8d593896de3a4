// Templates from the library to the run, what comes in from outside, and the flow as a list of steps and as text.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { flowIdOf, login, node, openFlow, run, runIs, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { inspect } from "./kit/inspect.mjs";
import { pretend } from "./kit/pretend.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite();

const step = (id, x, config = {}) => ({ id, type: "system.wait", name: id, x, y: 0, config: { seconds: 0.01, ...config } });
const chain = (name, rest = {}) => ({
  format: "opsconductor.flow/1",
  name,
  nodes: [{ id: "start", type: "flow.start", x: 0, y: 0, config: {} }, step("one", 280), step("two", 560)],
  wires: [
    { id: "w1", source: "start", sourcePort: "output", target: "one", targetPort: "in", kind: "flow" },
    { id: "w2", source: "one", sourcePort: "output", target: "two", targetPort: "in", kind: "flow" },
  ],
  mystery: { from: "a later version" },
  ...rest,
});

const RED = [
  { id: "t", type: "tab", label: "From the pipes" },
  { id: "a", type: "inject", z: "t", name: "begin", repeat: "60", x: 100, y: 100, wires: [["b"]] },
  { id: "b", type: "delay", z: "t", name: "a moment", pauseType: "delay", timeout: "1", timeoutUnits: "seconds", x: 260, y: 100, wires: [["c"]] },
  { id: "c", type: "mqtt out", z: "t", name: "tell", topic: "x", x: 420, y: 100, wires: [] },
];

async function begin({ page, server }, document) {
  const api = await openApi(server);
  const flow = await api.createFlow(document);
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.locator(".react-flow__node").first().waitFor();
  return { id: flow.id, before: await api.documentText(flow.id), after: () => api.documentText(flow.id) };
}

/** One undo takes it back, byte for byte. */
async function undone(page, { before, after }) {
  await page.getByTestId("undo-button").click();
  await save(page);
  assert.equal(await after(), before);
}

const look = (page, name) => page.getByTestId("look-switch").getByText(name, { exact: true }).click();
const names = ({ document }) => {
  const next = Object.fromEntries(document.wires.map((wire) => [wire.source, wire.target]));
  const order = [document.nodes.find(({ id }) => !document.wires.some((wire) => wire.target === id)).id];
  while (next[order.at(-1)]) order.push(next[order.at(-1)]);
  return order;
};

async function drop(page, name, text) {
  const transfer = await page.evaluateHandle(
    ([file, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], file, { type: "application/json" }));
      return data;
    },
    [name, text],
  );
  const box = await page.getByTestId("canvas").boundingBox();
  const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
  await page.getByTestId("canvas").dispatchEvent("drop", { dataTransfer: transfer, ...at });
}

check("a template is found, looked at, filled in and run", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const document = chain("<<title>>", { nodes: [chain("x").nodes[0], step("one", 280, { seconds: "<<seconds>>" }), step("two", 560)] });
  const placeholders = [
    { name: "title", label: "What is it called?" },
    { name: "seconds", label: "How long?", type: "number", default: 0.02 },
  ];
  await api.call("/templates", { body: { kind: "flow", name: "Short nap", category: "Rest", is_public: true, document, placeholders } });
  await login(page, server, "/templates");
  await page.getByTestId("template-linux-service-management").waitFor();
  await page.getByTestId("template-search").fill("short nap");
  await page.waitForURL(/search=short/);
  await page.getByTestId("template-linux-service-management").waitFor({ state: "detached" });
  await page.getByRole("button", { name: /Short nap/ }).click();
  const preview = page.getByTestId("template-preview");
  await preview.getByRole("img", { name: /3 nodes/ }).waitFor();
  await page.getByTestId("full-preview").click();
  await page.getByTestId("template-canvas").getByTestId("node-one").waitFor();
  await shoot(page, "template-canvas");
  await page.keyboard.press("Escape");
  await page.getByTestId("template-canvas").waitFor({ state: "detached" });
  await page.getByTestId("rate").locator("label").nth(4).click();
  await preview.getByText("4.00 of 5, by one person").waitFor();
  await page.reload();
  await page.getByRole("radio", { name: "4 stars", checked: true }).waitFor({ state: "attached" });
  await page.getByTestId("use-template").click();
  await page.getByTestId("placeholder-submit").click();
  await page.getByText("Fill this in.").waitFor();
  await page.getByTestId("field-title").fill("My nap");
  await shows(() => page.getByTestId("field-seconds").inputValue(), "0.02");
  await page.getByTestId("placeholder-submit").click();
  const id = await flowIdOf(page);
  await node(page, "one").waitFor();
  assert.equal(JSON.parse(await api.documentText(id)).nodes[1].config.seconds, 0.02);
  await run(page);
  await runIs(page, "Completed");
});

check("what filters are set is in the address, and an own template is shared and deleted", {}, async ({ page, server }) => {
  const api = await openApi(server);
  await api.call("/templates", { body: { kind: "pattern", name: "Own part", category: "Mine", document: chain("Own part") } });
  await login(page, server, "/templates");
  await page.getByTestId("facet-From-My own").click();
  await page.getByTestId("facet-What-Parts of flows").click();
  await page.waitForURL((url) => url.searchParams.get("from") === "own" && url.searchParams.get("kind") === "pattern");
  await page.reload();
  await page.getByRole("button", { name: /Own part/ }).click();
  await page.getByTestId("share-template").click();
  await page.getByRole("button", { name: "Stop sharing" }).waitFor();
  await page.getByTestId("template-preview").getByText("everybody", { exact: true }).waitFor();
  await page.getByTestId("delete-template").click();
  await page.getByRole("button", { name: "Delete template" }).click();
  await page.getByText("No template matches.").waitFor();
});

check("a template goes into an open flow, and one undo takes it out", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("With a part"));
  await page.getByTestId("palette-kind").getByText("Templates").click();
  await page.getByTestId("palette-template-search").fill("backup with");
  await page.getByTestId("palette-template-backup-with-retry").click();
  await page.getByTestId("field-archive").fill("all.tar.gz");
  await page.getByTestId("placeholder-submit").click();
  await node(page, "backup").waitFor();
  await shoot(page, "template-inserted");
  const { document } = await save(page);
  const { environment } = document.nodes.find(({ id }) => id === "backup").config;
  assert.deepEqual(environment, { ARCHIVE: "all.tar.gz", FOLDER: "/etc" });
  assert.equal(document.nodes.find(({ id }) => id === "retry").config.max_attempts, 3);
  await undone(page, flow);
  await page.getByTestId("palette-template-search").fill("download");
  await page.getByTestId("palette-template-download-with-retry").dragTo(page.getByTestId("canvas"), { targetPosition: { x: 300, y: 400 } });
  await page.getByTestId("placeholder-form").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
});

check("a selection is kept as a template", {}, async ({ page, server }) => {
  const api = await openApi(server);
  await begin({ page, server }, chain("To be kept", { nodes: chain("x").nodes.map((one) => (one.id === "two" ? { ...one, name: "<<what>>" } : one)) }));
  await node(page, "one").click();
  await node(page, "two").click({ modifiers: ["Control"] });
  await page.getByText("2 nodes selected").waitFor();
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Save selection as template" }).click();
  await page.getByTestId("template-name").fill("Two naps");
  await page.getByTestId("template-category").fill("Rest");
  await page.getByTestId("placeholder-label-what").fill("What is the second one called?");
  await page.getByTestId("template-submit").click();
  await page.getByText("“Two naps” is among the templates now.").waitFor();
  const { items } = await api.get("/templates?mine=true&search=naps");
  assert.equal(items[0].kind, "pattern");
  assert.equal(items[0].placeholders[0].label, "What is the second one called?");
  const kept = await api.get(`/templates/${items[0].id}`);
  assert.deepEqual(kept.document.nodes.map(({ id }) => id), ["one", "two"]);
});

const TAKEN = [/status of 409/];

check("a file that is dropped goes in or opens beside; what goes out comes back the same", { expected: TAKEN }, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("Dropped on"));
  const saved = page.waitForEvent("download");
  await page.keyboard.press("Control+e");
  const text = await readFile(await (await saved).path(), "utf8");
  assert.equal(JSON.stringify(JSON.parse(text)), flow.before);
  await drop(page, "flow.json", text);
  await page.getByTestId("import-insert").click();
  await node(page, "one2").waitFor();
  await save(page);
  await undone(page, flow);
  await drop(page, "flow.json", "nonsense");
  await page.getByText("This file is not JSON.").waitFor();
  await drop(page, "flow.json", text);
  await page.getByTestId("import-open").click();
  await page.getByRole("heading", { name: "Dropped on (2)" }).waitFor();
});

check("a flow that runs others is exported with them", {}, async ({ page, server }) => {
  const api = await openApi(server);
  await api.createFlow(chain("The inner one"));
  const call = { id: "call", type: "flow.call", x: 280, y: 0, config: { flow: "The inner one" } };
  await begin({ page, server }, chain("The outer one", { nodes: [chain("x").nodes[0], call], wires: [{ id: "w", source: "start", target: "call" }] }));
  await page.keyboard.press("Control+e");
  const saved = page.waitForEvent("download");
  await page.getByTestId("export-all").click();
  const { format, flows } = JSON.parse(await readFile(await (await saved).path(), "utf8"));
  assert.equal(format, "opsconductor.export/1");
  assert.deepEqual(flows.map(({ name }) => name), ["The outer one", "The inner one"]);
});

check("a flow of Node-RED is converted where it is pasted, and where a flow begins", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("Pasted into"));
  await page.getByTestId("canvas").focus();
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    document.querySelector('[data-testid="canvas"]').dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, JSON.stringify(RED));
  const report = page.getByTestId("conversion-report");
  await report.getByText("There is no node like “mqtt out” here.").waitFor();
  await shoot(page, "node-red-report");
  await page.getByTestId("import-insert").click();
  await node(page, "tell").waitFor();
  await node(page, "a_moment").waitFor();
  await save(page);
  await undone(page, flow);
  await page.goto(`${server.url}/flows`);
  await page.getByTestId("new-menu").click();
  await page.getByTestId("new-paste").click();
  await page.getByTestId("flow-json").fill(JSON.stringify(RED));
  await page.getByTestId("flow-json-submit").click();
  await report.getByText("every 60 seconds").waitFor();
  await page.getByTestId("flow-json-submit").click();
  await page.getByRole("heading", { name: "From the pipes" }).waitFor();
  await node(page, "begin").waitFor();
});

check("a chain is edited as a list by the keyboard alone, and stands right on the canvas", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("Listed"));
  await look(page, "List");
  await page.getByTestId("step-one").focus();
  await page.keyboard.press("n");
  await page.getByTestId("quick-add-search").fill("calculate");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.id === "step-calculate");
  await page.keyboard.press("Alt+ArrowDown");
  await page.getByTestId("announcer").filter({ hasText: "is step 4 of 4 now" }).waitFor({ state: "attached" });
  await page.waitForFunction(() => document.activeElement?.id === "step-calculate");
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => document.activeElement?.id === "step-two");
  await page.getByTestId("node-name").waitFor();
  await shoot(page, "list");
  await page.keyboard.press("Delete");
  await page.getByTestId("step-two").waitFor({ state: "detached" });
  const sent = await save(page);
  assert.deepEqual(names(sent), ["start", "one", "calculate"]);
  assert.deepEqual(sent.document.nodes.map(({ x, y }) => [x, y]).sort(), [[0, 0], [280, 0], [560, 0]].sort());
  await look(page, "Canvas");
  await node(page, "calculate").waitFor();
  await shoot(page, "list-on-canvas");
  for (let count = 0; count < 3; count += 1) await page.getByTestId("undo-button").click();
  await save(page);
  assert.equal(await flow.after(), flow.before);
});

check("going from look to look changes nothing, and a list says what is in its way", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("Looked at"));
  for (const name of ["List", "JSON", "Canvas", "JSON", "List", "Canvas"]) await look(page, name);
  await shows(() => page.getByTestId("undo-button").isDisabled(), true);
  assert.equal(await flow.after(), flow.before);
  const api = await openApi(server);
  const branched = chain("Branched");
  branched.wires.push({ id: "w3", source: "start", sourcePort: "output", target: "two", targetPort: "in", kind: "flow" });
  const { id } = await api.createFlow(branched);
  await openFlow(page, server, id);
  await look(page, "List");
  await page.getByTestId("no-list").getByText("“Start” branches").waitFor();
  await page.getByRole("button", { name: "Show it" }).click();
  await page.getByTestId("node-name").waitFor();
});

check("the flow as text: mistakes at their line, one step to apply, one to take back", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("Written"));
  await look(page, "JSON");
  const field = page.getByTestId("flow-as-json");
  const fill = async (text) => {
    await field.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(text);
  };
  const text = JSON.stringify(JSON.parse(flow.before), null, 2);
  await field.waitFor();
  await fill(text.replace('"seconds": 0.01', '"seconds": "soon"'));
  await page.getByTestId("json-problems").getByText(/in line \d+: It must be a number/).first().waitFor();
  await shoot(page, "json-problem");
  await fill(text.slice(0, -3));
  await page.getByTestId("json-problems").getByText("This is not JSON yet.").waitFor();
  await fill(text.replace('"name": "two"', '"name": "the last"'));
  await look(page, "Canvas");
  await look(page, "JSON");
  await page.getByTestId("json-state").filter({ hasText: "Not applied yet." }).waitFor();
  await page.getByTestId("json-apply").click();
  await page.getByTestId("json-state").filter({ hasText: "as it is" }).waitFor();
  const { document } = await save(page);
  assert.equal(document.nodes[2].name, "the last");
  assert.deepEqual(document.mystery, { from: "a later version" });
  await undone(page, flow);
  await page.getByText('"name": "two"').waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  check(`nothing stands in the way of assistive technology, ${colorScheme}`, { colorScheme }, async ({ page, server }) => {
    const faults = [];
    const at = async (name) => faults.push(...(await inspect(page, `${name}-${colorScheme}`)));
    await begin({ page, server }, chain(`Looked at, ${colorScheme}`));
    await page.getByTestId("palette-kind").getByText("Templates").click();
    await page.getByTestId("palette-template-backup-with-retry").click();
    await page.getByTestId("placeholder-form").waitFor();
    await at("template-form");
    await page.keyboard.press("Escape");
    await page.getByTestId("placeholder-form").waitFor({ state: "detached" });
    await look(page, "List");
    await page.getByTestId("step-one").click();
    await at("step-list");
    await look(page, "JSON");
    await page.getByTestId("flow-as-json").waitFor();
    await at("flow-json");
    await page.goto(`${server.url}/templates?preview=linux-service-management`);
    await page.getByTestId("template-preview").getByRole("img", { name: /nodes/ }).waitFor();
    await at("templates");
    await page.getByTestId("use-template").click();
    await page.getByTestId("placeholder-form").waitFor();
    await at("template-use");
    await pretend(page, { "GET /templates": { items: [], next_cursor: null } });
    await page.goto(`${server.url}/templates`);
    await page.getByText("There are no templates yet.").waitFor();
    await at("templates-empty");
    assert.deepEqual(faults, []);
  });
}
