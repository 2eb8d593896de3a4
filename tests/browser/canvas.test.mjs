// The canvas beyond drawing: wires without a mouse, tidy, panels that fold, and notes and groups that are seen and kept.
import assert from "node:assert/strict";
import { login, node, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });

const messy = (name) => ({
  format: "opsconductor.flow/1",
  name,
  nodes: [
    { id: "start", type: "flow.start", x: 300, y: 300, config: {} },
    { id: "ask", type: "flow.if", name: "Ready?", x: 120, y: 140, config: { condition: "true" } },
    { id: "yes", type: "flow.end", name: "Yes", x: 200, y: 200, config: {} },
    { id: "no", type: "flow.end", name: "No", x: 160, y: 260, config: {} },
  ],
  wires: [
    { id: "w1", source: "start", target: "ask" },
    { id: "w2", source: "ask", sourcePort: "true", target: "yes" },
  ],
  groups: [{ id: "g1", name: "Answers", nodes: ["yes", "no"] }],
  notes: [{ id: "n1", x: 120, y: 400, width: 240, height: 90, text: "Ask **twice**." }],
});

check("a wire is drawn with the keyboard alone, and undone", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(messy("By keyboard"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.locator('.react-flow__node[data-id="ask"]').focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("node-name").waitFor();
  await page.keyboard.press("c");
  const dialog = page.getByRole("dialog", { name: "Connect Ready?" });
  await dialog.getByTestId("connect-port").waitFor();
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "connect-port");
  await page.keyboard.type("fal");
  await page.keyboard.press("Tab");
  await page.keyboard.type("No");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await page.locator('[aria-label="Wire (flow) from ask to no"]').waitFor({ state: "attached" });
  await page.getByTestId("undo-button").click();
  await page.getByTestId("wire-w3").waitFor({ state: "detached" });
});

check("tidy puts the drawing in order, in one step", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(messy("Tidied"));
  const before = await api.documentText(flow.id);
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Shift+T");
  const sent = await save(page);
  const at = Object.fromEntries(sent.document.nodes.map(({ id, x, y }) => [id, { x, y }]));
  assert.ok(at.start.x < at.ask.x && at.ask.x < at.yes.x, "columns go from left to right");
  assert.equal(at.start.y, at.ask.y);
  await shoot(page, "canvas-tidy");
  await page.getByTestId("undo-button").click();
  await save(page);
  assert.equal(await api.documentText(flow.id), before);
});

check("notes and groups are drawn, and kept through a save", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(messy("Annotated"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("note-n1").getByText("twice").waitFor();
  await page.getByTestId("group-g1").getByText("Answers").waitFor();
  await node(page, "ask").click();
  await page.getByTestId("node-name").fill("Still ready?");
  const { document } = await save(page);
  assert.deepEqual(document.notes, messy("").notes);
  assert.deepEqual(document.groups, messy("").groups);
});

check("both panels fold away and come back", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(messy("Folded"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  const canvas = page.getByTestId("canvas");
  const narrow = (await canvas.boundingBox()).width;
  await page.getByTestId("toggle-palette-button").click();
  await page.getByTestId("palette-search").waitFor({ state: "detached" });
  await page.getByTestId("toggle-inspector-button").click();
  await page.getByTestId("inspector").waitFor({ state: "detached" });
  assert.ok((await canvas.boundingBox()).width > narrow + 600);
  await page.keyboard.press("Control+p");
  await page.getByTestId("palette-search").waitFor();
});
