// Building on the canvas with few movements: into a wire, out of it, in order, with notes and groups; and from far away.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { centre, drag, focused, login, node, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { largeFlow } from "./perf/flows.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const command = (id, x, y, rest = {}) => ({ id, type: "shell.command", x, y, config: { command: id }, ...rest });
const chain = (name, rest = {}) => ({
  format: "opsconductor.flow/1",
  name,
  nodes: [
    { id: "start", type: "flow.start", x: 0, y: 0, config: {} },
    command("one", 300, 0),
    command("two", 860, 0),
    command("free", 300, 220),
  ],
  wires: [
    { id: "w1", source: "start", target: "one" },
    { id: "w2", source: "one", target: "two" },
  ],
  ...rest,
});

const ways = (document) => document.wires.map((wire) => `${wire.source}>${wire.target}`).sort();

async function begin({ page, server }, document) {
  const api = await openApi(server);
  const flow = await api.createFlow(document);
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.locator('[data-testid="overview"], .react-flow__node').first().waitFor();
  return { before: await api.documentText(flow.id), after: () => api.documentText(flow.id) };
}

/** One undo takes the whole gesture back, byte for byte. */
async function undone(page, { before, after }) {
  await page.getByTestId("undo-button").click();
  await save(page);
  assert.equal(await after(), before);
}

check("a node goes into a wire in one drag, and the wire lights up", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("Spliced"));
  const from = await centre(node(page, "free"));
  const [one, two] = [await centre(node(page, "one")), await centre(node(page, "two"))];
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((one.x + two.x) / 2, one.y + 30, { steps: 6 });
  await page.mouse.move((one.x + two.x) / 2, one.y, { steps: 4 });
  await page.locator('[data-testid="wire-w2"][data-lit]').waitFor({ state: "attached" });
  await shoot(page, "building-splice");
  await page.mouse.up();
  await page.getByTestId("wire-w2").waitFor({ state: "detached" });
  const { document } = await save(page);
  assert.deepEqual(ways(document), ["free>two", "one>free", "start>one"]);
  await undone(page, flow);
});

check("Alt pulls a node out of its wires, and Delete joins what is left", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, chain("Pulled"));
  await page.keyboard.down("Alt");
  await drag(page, node(page, "one"), { x: 10, y: 150 });
  await page.keyboard.up("Alt");
  await page.getByTestId("wire-w1").waitFor({ state: "detached" });
  assert.deepEqual(ways((await save(page)).document), ["start>two"]);
  await undone(page, flow);
  await node(page, "one").click();
  await page.keyboard.press("Delete");
  await node(page, "one").waitFor({ state: "detached" });
  assert.deepEqual(ways((await save(page)).document), ["start>two"]);
  await undone(page, flow);
  await node(page, "one").click();
  await page.keyboard.press("Control+Delete");
  await node(page, "one").waitFor({ state: "detached" });
  assert.deepEqual(ways((await save(page)).document), []);
});

check("the + of a wire, its label, and its other end", {}, async ({ page, server }) => {
  await begin({ page, server }, chain("Wired"));
  const [one, two] = [await centre(node(page, "one")), await centre(node(page, "two"))];
  const along = (part) => one.x + (two.x - one.x) * part;
  await page.mouse.move(along(0.4), one.y);
  await page.getByTestId("insert-w2").click();
  await page.getByTestId("quick-add-search").fill("delay");
  await page.keyboard.press("Enter");
  await page.getByTestId("wire-w2").waitFor({ state: "detached" });
  await page.getByTestId("undo-button").click();
  await page.getByTestId("wire-w2").waitFor({ state: "attached" });
  await page.mouse.dblclick(along(0.35), one.y);
  await page.getByLabel("Label of the wire").fill("when ready");
  await page.keyboard.press("Enter");
  await page.getByText("when ready").waitFor();
  await page.mouse.click(along(0.25), one.y);
  await page.locator('[data-testid="wire-w2"][data-selected="true"]').waitFor({ state: "attached" });
  const end = await centre(page.getByTestId("handle-two-in"));
  const free = await centre(page.getByTestId("handle-free-in"));
  await page.mouse.move(end.x - 6, end.y);
  await page.mouse.down();
  await page.mouse.move(free.x - 40, free.y - 20, { steps: 5 });
  await page.mouse.move(free.x, free.y, { steps: 5 });
  await page.mouse.up();
  await page.locator('[aria-label="Wire (flow) from one to free"]').waitFor({ state: "attached" });
  const { document } = await save(page);
  assert.deepEqual(ways(document), ["one>free", "start>one"]);
  assert.equal(document.wires.find((wire) => wire.source === "one").label, "when ready");
});

check("five nodes are chained from an empty canvas by at most 20 keys and typing", {}, async ({ page, server }) => {
  await begin({ page, server }, { ...chain("Chained"), nodes: [{ id: "start", type: "flow.start", x: 0, y: 0, config: {} }], wires: [] });
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Delete");
  let pressed = 0;
  const press = async (key) => {
    pressed += 1;
    await page.keyboard.press(key);
  };
  await press("ArrowRight");
  await press("Delete");
  await node(page, "start").waitFor({ state: "detached" });
  pressed = 0;
  for (const word of ["start", "shell", "delay", "shell", "end"]) {
    await press("n");
    await focused(page, "quick-add-search");
    await page.keyboard.type(word);
    await press("Enter");
    await focused(page, "canvas");
  }
  assert.ok(pressed <= 20, `${pressed} keys`);
  const { document } = await save(page);
  assert.equal(document.nodes.length, 5);
  assert.equal(document.wires.length, 4);
  await shoot(page, "building-chain");
});

check("tidy lays out with the engine and keeps what is fixed", {}, async ({ page, server }) => {
  const document = chain("Tidied by the engine", {
    nodes: [
      { id: "start", type: "flow.start", x: 0, y: 0, config: {} },
      command("one", 40, 40),
      command("two", 10, 200, { fixed: true }),
      command("free", 60, 300),
    ],
    groups: [{ id: "g", name: "Both", nodes: ["one", "free"] }],
  });
  const flow = await begin({ page, server }, document);
  const worker = page.waitForRequest((request) => request.url().includes("elk-worker"));
  await page.getByTestId("fixed-two").waitFor();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Shift+T");
  await worker;
  await page.getByTestId("announcer").filter({ hasText: "Tidy: done." }).waitFor();
  const sent = await save(page);
  const at = Object.fromEntries(sent.document.nodes.map(({ id, x, y }) => [id, { x, y }]));
  assert.deepEqual(at.two, { x: 10, y: 200 });
  assert.ok(at.start.x < at.one.x && at.one.x < at.two.x);
  await shoot(page, "building-tidy");
  await undone(page, flow);
});

check("groups are made, named, coloured, folded and moved; notes are written", {}, async ({ page, server }) => {
  await begin({ page, server }, chain("Grouped"));
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+Shift+G");
  const group = page.getByTestId("group-group1");
  await group.getByRole("button", { name: "Group", exact: true }).dblclick();
  await page.getByLabel("Title of the group").fill("All of it");
  await page.keyboard.press("Enter");
  await group.getByRole("button", { name: "All of it", exact: true }).hover();
  await group.getByRole("button", { name: "Colour green" }).click();
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("Shift+N");
  await page.getByLabel("Text of the note, Markdown").fill("Read **this** first.");
  await page.keyboard.press("Control+Enter");
  await page.getByTestId("note-note1").getByText("this").waitFor();
  const before = await node(page, "one").boundingBox();
  await drag(page, group.getByRole("button", { name: "All of it", exact: true }), { x: 40, y: 60 });
  const { document } = await save(page);
  assert.equal(document.groups[0].name, "All of it");
  assert.equal(document.groups[0].tint, "green");
  assert.ok((await node(page, "one").boundingBox()).y > before.y + 30);
  assert.ok(document.nodes.find((item) => item.id === "one").y > 0, "the nodes went along");
  await shoot(page, "building-groups");
  await group.getByRole("button", { name: "All of it", exact: true }).hover();
  await group.getByRole("button", { name: "Fold All of it" }).click();
  await page.getByTestId("card-group1").waitFor();
  await shows(() => page.locator('[data-testid^="node-"]').count(), 0);
  await shoot(page, "building-folded");
});

check("a large flow opens as a picture, can be chosen in and gone into", {}, async ({ page, server }) => {
  await begin({ page, server }, largeFlow(1000));
  await shows(() => page.locator(".react-flow__node").count(), 0, "no node is on the page");
  await shoot(page, "building-overview");
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.getByTestId("announcer").filter({ hasText: "1 in, 1 out" }).waitFor({ state: "attached" });
  await page.getByTestId("node-name").waitFor();
  const box = await page.getByTestId("canvas").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.keyboard.down("Control");
  for (let step = 0; step < 12; step += 1) await page.mouse.wheel(0, -240);
  await page.keyboard.up("Control");
  await page.locator(".react-flow__node").first().waitFor();
  assert.ok((await page.locator(".react-flow__node").count()) < 200, "only what is seen is on the page");
});

check("nodes are dragged in the overview, in one step", {}, async ({ page, server }) => {
  const flow = await begin({ page, server }, largeFlow(400));
  await page.getByTestId("canvas").focus();
  await page.keyboard.press("ArrowRight");
  await page.getByTestId("node-name").waitFor();
  const at = await page.evaluate(() => {
    const view = document.querySelector(".react-flow__viewport");
    const pane = document.querySelector(".react-flow").getBoundingClientRect();
    const { a, e, f } = new DOMMatrix(getComputedStyle(view).transform);
    return { x: pane.x + e + (5 * 280 + 100) * a, y: pane.y + f + (4 * 120 + 28) * a, zoom: a };
  });
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 10, at.y + 10, { steps: 3 });
  await page.mouse.move(at.x + 200 * at.zoom, at.y - 300 * at.zoom, { steps: 5 });
  await shoot(page, "building-far-drag");
  await page.mouse.up();
  const { document } = await save(page);
  const moved = document.nodes.filter((item, index) => item.x !== (index % 40) * 280 || item.y !== Math.floor(index / 40) * 120);
  assert.deepEqual(moved.map((item) => item.id), ["n165"]);
  assert.ok(Math.abs(moved[0].x - 1600) <= 20 && Math.abs(moved[0].y - 180) <= 20, `${moved[0].x}, ${moved[0].y}`);
  await shows(() => page.getByTestId("node-name").getAttribute("placeholder"), "Run command");
  await undone(page, flow);
});

for (const colorScheme of ["light", "dark"]) {
  check(`nothing stands in the way of assistive technology (${colorScheme})`, { colorScheme }, async ({ page, server }) => {
    await begin({ page, server }, chain(`Looked at, ${colorScheme}`, {
      groups: [{ id: "g", name: "Both", nodes: ["one", "two"], tint: "blue" }],
      notes: ["amber", "green", "purple"].map((tint, index) => ({ id: tint, x: 260 * index, y: 340, width: 240, height: 90, tint, text: `A **${tint}** note` })),
    }));
    await page.getByTestId("note-green").hover();
    await shoot(page, `building-${colorScheme}`);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate(() => window.axe.run(document.querySelector('[data-testid="canvas"]')));
    assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
  });
}
