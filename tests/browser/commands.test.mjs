// The editor by keyboard: a flow built, wired, run and inspected without a mouse; palette, search, outline, keymap,
// tabs and subflows.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { focused, login, node, nodeIs, openFlow, runIs, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { byButton } from "./kit/back.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** No violation of what axe can see, in what is shown now. */
async function isAccessible(page, selector) {
  await page.evaluate(AXE);
  const found = await page.evaluate(async (within) => {
    const { violations } = await window.axe.run(within, { rules: { "color-contrast": { enabled: true } } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((item) => item.html.slice(0, 160)).join(" | ")}`);
  }, selector);
  assert.deepEqual(found, [], `axe on ${selector}`);
}

const chain = (name) => ({
  format: "opsconductor.flow/1",
  name,
  nodes: [
    { id: "start", type: "flow.start", x: 80, y: 200, config: {} },
    { id: "hello", type: "shell.command", name: "Say hello", x: 340, y: 200, config: { command: "echo hello" } },
    { id: "again", type: "shell.command", name: "Again", x: 600, y: 200, config: { command: "echo {{ nodes['Say hello'].output.stdout | trim }}" } },
    { id: "end", type: "flow.end", x: 860, y: 200, config: {} },
  ],
  wires: [
    { id: "w1", source: "start", target: "hello" },
    { id: "w2", source: "hello", target: "again" },
    { id: "w3", source: "again", target: "end" },
  ],
});

async function open(page, server, name) {
  const api = await openApi(server);
  const flow = await api.createFlow(chain(name));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("canvas").focus();
  return { api, flow };
}

/** Counts the key presses; typing text counts as none. */
function keyboardOf(page) {
  const counted = { presses: 0 };
  counted.press = async (keys) => {
    counted.presses += 1;
    await page.keyboard.press(keys);
  };
  counted.type = (text) => page.keyboard.type(text);
  return counted;
}

check("five nodes are built, wired, run and inspected with the keyboard alone", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const blank = { format: "opsconductor.flow/1", name: "By keyboard", nodes: [], wires: [] };
  const flow = await api.createFlow(blank);
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("canvas").focus();
  const keys = keyboardOf(page);
  await keys.press("n");
  for (const word of ["start", "command", "command", "command"]) {
    await focused(page, "quick-add-search");
    await keys.type(word);
    await keys.press("Control+Enter");
    await page.waitForFunction(() => document.querySelector('[data-testid="quick-add-search"]')?.value === "");
  }
  await shoot(page, "commands-quick-add");
  await keys.type("end");
  await keys.press("Enter");
  await page.getByTestId("quick-add-search").waitFor({ state: "detached" });
  assert.ok(keys.presses <= 20, `chaining five nodes took ${keys.presses} presses`);
  await keys.press("1");
  await page.locator(".react-flow__node").nth(4).waitFor();
  await shows(() => page.locator(".react-flow__edge").count(), 4);

  // From node to node by arrows, into the first field of each, and back to the canvas.
  for (const [index, command] of ["echo three", "echo two", "echo one"].entries()) {
    await focused(page, "canvas");
    await keys.press("ArrowLeft");
    await page.getByTestId(`node-command${["3", "2", ""][index]}`).and(page.locator('[data-selected="true"]')).waitFor();
    await keys.press("Enter");
    await page.waitForFunction(() => document.activeElement?.closest('[data-testid="field-command"], .cm-content') !== null);
    await keys.type(command);
    await keys.press("Control+Escape");
  }
  await focused(page, "canvas");
  await keys.press("Control+Enter");
  await focused(page, "run-start");
  await keys.press("Enter");
  await runIs(page, "Completed");
  await keys.press("Control+Escape");
  await focused(page, "canvas");
  await keys.press("1");
  for (const id of ["start", "command", "command2", "command3", "end"]) await nodeIs(page, id, "completed");
  await keys.press("ArrowRight");
  await keys.press("Control+g");
  await keys.press("x");
  await page.getByTestId("inspector").getByTestId("step-output").filter({ hasText: "two" }).waitFor();
  await shoot(page, "commands-keyboard");
});

check("the palette runs actions, goes to nodes and flows, and remembers", {}, async ({ page, server }) => {
  const { api } = await open(page, server, "Palette here");
  const other = await api.createFlow(chain("Somewhere else"));
  await page.keyboard.press("Control+k");
  await page.getByTestId("command-search").fill("again");
  await page.keyboard.press("Enter");
  await page.getByTestId("inspector").getByText("again", { exact: true }).waitFor();
  await page.keyboard.press("Control+k");
  await page.locator('[id="command-0"]').filter({ hasText: "Again" }).waitFor();
  await isAccessible(page, '[data-testid="command-palette"]');
  await shoot(page, "commands-palette");
  await page.getByTestId("command-search").fill("select all");
  await page.keyboard.press("Enter");
  await page.getByText("4 nodes selected").waitFor();

  await page.getByTestId("canvas").focus();
  await page.keyboard.press("F2");
  await page.keyboard.press("Control+Shift+f");
  await page.getByTestId("command-search").fill("Somewhere");
  await page.getByTestId(`command-flow:${other.id}`).waitFor();
  await page.keyboard.press("Enter");
  await page.waitForURL(new RegExp(`/flows/${other.id}$`));
  await page.getByTestId("flow-tabs").getByText("Palette here").waitFor();
});

check("tabs keep what is not published, and say so; a closed one leaves its draft", {}, async ({ page, server }) => {
  const { api, flow } = await open(page, server, "First tab");
  const other = await api.createFlow(chain("Second tab"));
  await node(page, "hello").click();
  await page.getByTestId("node-name").fill("Changed");
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+Shift+f");
  await page.getByTestId("command-search").fill("Second tab");
  await page.getByTestId(`command-flow:${other.id}`).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Second tab" }).waitFor();
  await page.getByTestId(`tab-${flow.id}`).getByLabel("not published").waitFor();
  await shoot(page, "commands-tabs");
  await page.keyboard.press("Control+[");
  await page.getByRole("heading", { name: "First tab" }).waitFor();
  await node(page, "hello").filter({ hasText: "Changed" }).waitFor();
  await page.getByTestId("undo-button").click();
  await node(page, "hello").filter({ hasText: "Say hello" }).waitFor();
  await page.getByTestId("redo-button").click();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Alt+w");
  await page.getByRole("heading", { name: "Second tab" }).waitFor();
  await shows(() => page.getByTestId("flow-tabs").count(), 0);
  await page.goto(`${server.url}/flows/${flow.id}`);
  await node(page, "hello").filter({ hasText: "Changed" }).waitFor();
});

check("a new name reaches the expressions; search finds and replaces in one step", {}, async ({ page, server }) => {
  const { api, flow } = await open(page, server, "Names");
  const before = await api.documentText(flow.id);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("F2");
  await focused(page, "node-name");
  await page.keyboard.type("Greet");
  const sent = await save(page);
  assert.equal(sent.document.nodes[2].config.command, "echo {{ nodes.Greet.output.stdout | trim }}");

  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+f");
  await focused(page, "find-text");
  await page.keyboard.type("echo");
  await page.getByTestId("find-count").filter({ hasText: "2 found" }).waitFor();
  await page.getByTestId("find-replacement").fill("printf");
  await shoot(page, "commands-find");
  await isAccessible(page, '[data-testid="side-find"]');
  await page.getByTestId("find-replace-all").click();
  const replaced = await save(page);
  assert.deepEqual(
    replaced.document.nodes.map((item) => item.config.command),
    [undefined, "printf hello", "printf {{ nodes.Greet.output.stdout | trim }}", undefined],
  );
  await byButton(page, "undo");
  await save(page);
  assert.equal(await api.documentText(flow.id), before);
});

check("the outline is a tree with the commands of the canvas", {}, async ({ page, server }) => {
  await open(page, server, "Outlined");
  await page.keyboard.press("Control+Shift+o");
  await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "treeitem");
  await page.keyboard.press("ArrowDown");
  await page.getByTestId("inspector").getByText("hello", { exact: true }).waitFor();
  await page.keyboard.press("e");
  await page.locator('[data-testid="node-hello"][data-disabled]').waitFor();
  await page.getByTestId("outline-node:hello").filter({ hasText: "disabled; then Again" }).waitFor();
  await isAccessible(page, '[data-testid="side-outline"]');
  await shoot(page, "commands-outline");
});

check("keys are changed, conflicts are said, and a preset is chosen", { colorScheme: "dark" }, async ({ page, server }) => {
  await open(page, server, "Keys");
  await page.keyboard.press("?");
  await page.getByTestId("keys-change").click();
  const keymap = page.getByTestId("keymap");
  await keymap.getByRole("button", { name: "Change the keys of Tidy", exact: true }).click();
  await page.keyboard.press("Control+d");
  await page.keyboard.press("Enter");
  await keymap.getByTestId("keymap-conflict").filter({ hasText: "Ctrl+D: Duplicate, Tidy" }).waitFor();
  await shoot(page, "commands-keymap-dark");
  await isAccessible(page, '[data-testid="keymap"]');
  await keymap.getByRole("button", { name: "Reset the keys of Tidy", exact: true }).click();
  await keymap.getByTestId("keymap-conflict").waitFor({ state: "detached" });
  await keymap.getByTestId("keymap-single").click();
  await page.keyboard.press("Escape");
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("n");
  await page.keyboard.press("Control+k");
  await page.getByTestId("command-search").waitFor();
  await shows(() => page.getByTestId("quick-add-search").count(), 0, "single keys are off");
});

check("nodes become a subflow, which opens with a way back and runs", {}, async ({ page, server }) => {
  const { flow } = await open(page, server, "Outer");
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Control+Alt+e");
  const form = page.getByTestId("extract-form");
  await form.getByText("hello = nodes['Say hello']").waitFor();
  await shoot(page, "commands-extract");
  await page.getByTestId("extract-name").fill("Inner");
  await page.getByTestId("extract-submit").click();
  await node(page, "call").waitFor();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+Enter");
  await focused(page, "run-start");
  await page.keyboard.press("Enter");
  await runIs(page, "Completed");
  await nodeIs(page, "call", "completed");
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+Alt+o");
  await page.getByRole("heading", { name: "Inner" }).waitFor();
  await shoot(page, "commands-subflow");
  await page.getByTestId("crumb-origin").click();
  await page.waitForURL(new RegExp(`/flows/${flow.id}$`));
  await page.getByRole("heading", { name: "Outer" }).waitFor();
});
