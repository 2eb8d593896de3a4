// The canvas beyond drawing: wires without a mouse, tidy, panels that fold, and notes and groups that are seen and kept.
import assert from "node:assert/strict";
import { focused, login, node, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

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
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByTestId("node-name").waitFor();
  await page.keyboard.press("c");
  const field = page.getByTestId("connect-text");
  await page.getByText("Connect Ready? from").waitFor();
  await focused(page, "connect-text");
  await page.keyboard.type("fal");
  await page.keyboard.press("Enter");
  await page.getByText("Connect Ready? · false to").waitFor();
  await page.getByTestId("aim").waitFor({ state: "attached" });
  await shoot(page, "canvas-connect");
  await page.keyboard.press("ArrowDown");
  await page.getByTestId("announcer").filter({ hasText: "No, " }).waitFor({ state: "attached" });
  await page.keyboard.press("Enter");
  await field.waitFor({ state: "detached" });
  await page.locator('[aria-label="Wire (flow) from ask to no"]').waitFor({ state: "attached" });
  await page.getByTestId("announcer").filter({ hasText: "Connected Ready? to No." }).waitFor({ state: "attached" });
  await focused(page, "canvas");
  await page.getByTestId("undo-button").click();
  await page.locator('[aria-label="Wire (flow) from ask to no"]').waitFor({ state: "detached" });
});

check("Escape leaves a wire that is being drawn by keys, and nothing is connected", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(messy("Left"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "ask").click();
  await page.keyboard.press("c");
  await page.getByTestId("connect-text").waitFor();
  await page.keyboard.press("Escape");
  await page.getByTestId("connect-text").waitFor({ state: "detached" });
  await page.getByTestId("announcer").filter({ hasText: "Nothing was connected." }).waitFor({ state: "attached" });
  await shows(() => page.getByTestId("undo-button").isDisabled(), true);
});

check("the canvas is one tab stop, and arrows lead to notes and groups", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow({ ...messy("Gone through"), nodes: messy("").nodes.map((item, index) => ({ ...item, x: index * 300, y: 100 })) });
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("note-n1").waitFor();
  const stops = await page.evaluate(() =>
    [...document.querySelectorAll('[data-testid="canvas"] :is([tabindex], button, a, input)')]
      .filter((item) => item.tabIndex >= 0 && item.checkVisibility({ visibilityProperty: true }))
      .filter((item) => !item.closest(".react-flow__panel"))
      .map((item) => item.outerHTML.slice(0, 80)),
  );
  assert.deepEqual(stops, []);
  await node(page, "start").click();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.activeElement.dataset.stop === "note:n1");
  await page.keyboard.press("Enter");
  await page.getByLabel("Text of the note, Markdown").fill("Ask **once**.");
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("note-n1").getByText("once").waitFor();
  await node(page, "yes").click();
  await page.keyboard.press("ArrowUp");
  await page.waitForFunction(() => document.activeElement.dataset.stop === "title:g1");
  await page.keyboard.press("Enter");
  await page.getByLabel("Title of the group").fill("Both answers");
  await page.keyboard.press("Enter");
  await page.getByTestId("group-g1").getByText("Both answers").waitFor();
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
