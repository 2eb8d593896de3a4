// From nothing to a finished run: log in, draw, save, run, look, and take it all back.
import assert from "node:assert/strict";
import { drag, dragFromPalette, drawWire, fillField, fillLogin, flowIdOf, node, nodeIs, run, runIs, save, wire } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { byButton } from "./kit/back.mjs";
import { PASSWORD } from "./kit/server.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite();
const AFTER_LOGIN = [/status of 401/];

check("a wrong password is refused in words, the right one lets in", { expected: AFTER_LOGIN }, async ({ page, server }) => {
  await page.goto(server.url);
  await fillLogin(page, "not-the-password");
  await page.getByRole("alert").filter({ hasText: "do not go together" }).waitFor();
  await shoot(page, "login-refused");
  await fillLogin(page, PASSWORD);
  await page.getByTestId("user-menu").waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
});

check("a flow is drawn, saved, run, looked at and taken back", {}, async ({ page, server }) => {
  await page.goto(server.url + "/flows");
  await fillLogin(page, PASSWORD);
  const flow = await createFlow(page, "Say hello");
  const api = await openApi(server);
  const blank = await api.documentText(flow);

  // A new flow brings a start node; this test wants to place its own.
  await node(page, "start").click();
  await page.keyboard.press("Delete");
  await node(page, "start").waitFor({ state: "detached" });
  await dragFromPalette(page, "flow.start", { x: 140, y: 140 });
  await dragFromPalette(page, "shell.command", { x: 400, y: 240 });
  await dragFromPalette(page, "flow.end", { x: 680, y: 140 });
  const [start, command, end] = await nodeIds(page);

  await drawWire(page, [end, "in"], [command, "in"]);
  await page.getByText("Both ends are inputs. Connect an output to an input.").first().waitFor();
  await shows(() => page.locator(".react-flow__edge").count(), 0, "a refused wire must not stay");
  await shoot(page, "build-refused");

  await wire(page, [start, "output"], [command, "in"]);
  await wire(page, [command, "output"], [end, "in"]);
  await drawWire(page, [command, "output"], [command, "in"]);
  await page.getByText("A node cannot be connected to itself.").first().waitFor();
  await node(page, command).click();
  await fillField(page, "command", "echo hello from the editor");
  await page.getByTestId("node-name").fill("Greet");
  await drag(page, node(page, command), { x: 0, y: -100 });

  const sent = await save(page);
  const stored = await api.documentText(flow);
  assert.equal(stored, JSON.stringify(sent.document), "the server keeps what was sent, byte by byte");
  await page.reload();
  await node(page, command).filter({ hasText: "Greet" }).waitFor();
  await shows(() => page.locator(".react-flow__edge").count(), 2);
  await shows(() => page.getByTestId("save-state").innerText(), "Version 2");
  assert.equal(await api.documentText(flow), stored);

  await run(page);
  await runIs(page, "Completed");
  for (const id of [start, command, end]) await nodeIs(page, id, "completed");
  await node(page, command).click();
  const panel = page.getByTestId("inspector");
  await panel.getByTestId("step-output").filter({ hasText: "hello from the editor" }).waitFor();
  await panel.getByText("Completed", { exact: true }).waitFor();
  await panel.getByTestId("log-view").getByText("hello from the editor").waitFor();
  await shoot(page, "build-ran");
  assert.notEqual(stored, blank);
});

check("undo goes back to the empty flow, redo forward to all of it", {}, async ({ page, server }) => {
  await page.goto(server.url + "/flows");
  await fillLogin(page, PASSWORD);
  const flow = await createFlow(page, "There and back");
  const api = await openApi(server);
  const blank = await api.documentText(flow);

  await dragFromPalette(page, "shell.command", { x: 400, y: 240 });
  await dragFromPalette(page, "flow.end", { x: 680, y: 140 });
  const [, command, end] = await nodeIds(page);
  await wire(page, ["start", "output"], [command, "in"]);
  await wire(page, [command, "output"], [end, "in"]);
  await node(page, command).click();
  await fillField(page, "command", "date");
  await page.getByTestId("node-name").fill("Ask for the time");
  await drag(page, node(page, end), { x: 40, y: 80 });
  await node(page, end).click();
  await page.getByRole("tab", { name: "Settings" }).click();
  await page.getByTestId("field-notes").fill("The last one.");
  await save(page);
  const full = await api.documentText(flow);

  await byButton(page, "undo");
  await save(page);
  assert.equal(await api.documentText(flow), blank, "undo restores the first document, byte by byte");
  await byButton(page, "redo");
  await save(page);
  assert.equal(await api.documentText(flow), full, "redo restores the last document, byte by byte");
});

async function createFlow(page, name) {
  await page.getByTestId("create-flow").click();
  await page.getByTestId("create-flow-name").fill(name);
  await page.getByTestId("create-flow-submit").click();
  await node(page, "start").waitFor();
  return flowIdOf(page);
}

/** Node ids from left to right. */
async function nodeIds(page) {
  const found = await page
    .locator(".react-flow__node")
    .evaluateAll((all) =>
      all
        .sort((a, b) => a.getBoundingClientRect().x - b.getBoundingClientRect().x)
        .map((item) => item.dataset.id),
    );
  assert.equal(found.length, 3);
  return found;
}
