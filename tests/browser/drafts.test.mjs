// One person has one flow open in two tabs: what is drawn in either is in both, on the server, and can be taken back.
import assert from "node:assert/strict";
import { login, node, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows, until } from "./kit/wait.mjs";

const check = suite({ seeds: [] });
/** The other tab's draft is there already; that is what these tests are about. */
const CHANGED = [/status of 409/];
const OFFLINE = [/ERR_INTERNET_DISCONNECTED/, /WebSocket/, /ERR_FAILED/];

function pair(name) {
  const command = (id, x) => ({ id, type: "shell.command", name: id, x, y: 120, config: { command: `echo ${id}` } });
  return {
    format: "opsconductor.flow/1",
    name,
    nodes: [{ id: "start", type: "flow.start", x: 80, y: 120, config: {} }, command("left", 340), command("right", 600)],
    wires: [
      { id: "w1", source: "start", target: "left" },
      { id: "w2", source: "left", target: "right" },
    ],
  };
}

async function rename(page, id, name) {
  await page.bringToFront();
  await node(page, id).click();
  await page.getByTestId("node-name").fill(name);
}

const isSaved = (page) => page.locator('[data-testid="save-state"][data-keeping="kept"]').waitFor();
const stateIs = (page, text) => page.getByTestId("save-state").filter({ hasText: text }).waitFor();
const isNamed = (page, id, name) => node(page, id).filter({ hasText: name }).waitFor();
const said = (page, text) => page.getByTestId("announcer").filter({ hasText: text }).waitFor({ state: "attached" });

/** Comes back to a tab; headless, the browser itself says nothing. */
async function comeBack(page) {
  await page.bringToFront();
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
}

async function undo(page) {
  await page.bringToFront();
  await page.getByTestId("undo-button").click();
}

const namesIn = (document) => Object.fromEntries(document.nodes.slice(1).map(({ id, name }) => [id, name]));

/** A flow in two tabs of one browser. */
async function twoTabs({ page, server }, name) {
  const api = await openApi(server);
  const flow = await api.createFlow(pair(name));
  await login(page, server);
  const other = await page.context().newPage();
  for (const each of [page, other]) await openFlow(each, server, flow.id);
  const draft = async () => (await api.get(`/flows/${flow.id}/draft`)).document;
  const has = (names) => until(async () => JSON.stringify(namesIn(await draft())) === JSON.stringify(names));
  return { api, flow, other, draft, has };
}

check("what is drawn in two tabs is in both and on the server; undo goes back byte for byte in each", { expected: CHANGED }, async ({ page, server }) => {
  const { other, draft, has } = await twoTabs({ page, server }, "Both");
  await rename(page, "left", "First");
  await isSaved(page);
  const first = JSON.stringify(await draft());
  await rename(other, "right", "Second");
  await isSaved(other);
  await isNamed(other, "left", "First");
  await said(other, "another tab");
  await shoot(other, "draft-joined");
  await has({ left: "First", right: "Second" });

  await comeBack(page);
  await isNamed(page, "right", "Second");
  await said(page, "another tab");
  await isSaved(page);
  await shows(() => page.getByTestId("publish-button").innerText(), "Publish (2)");

  await undo(page);
  await isNamed(page, "right", "right");
  await isSaved(page);
  assert.equal(JSON.stringify(await draft()), first, "byte for byte");
  await comeBack(other);
  await isNamed(other, "right", "right");
  await undo(other);
  await isNamed(other, "right", "Second");
  await undo(other);
  await isNamed(other, "left", "left");
  await isSaved(other);
  await has({ left: "left", right: "Second" });
});

check("publishing in one tab takes in the other, which goes on from the new version", { expected: CHANGED }, async ({ page, server }) => {
  const { api, flow, other } = await twoTabs({ page, server }, "Published in one");
  await rename(page, "left", "First");
  await isSaved(page);
  await rename(other, "right", "Second");
  await isSaved(other);
  await rename(page, "left", "First again");
  await page.getByTestId("publish-button").click();
  await page.getByTestId("publish-submit").click();
  await isNamed(page, "right", "Second");
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await dialog.getByTestId("change-nodes-right").waitFor();
  await shoot(page, "publish-joined");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await save(page);
  assert.deepEqual(namesIn((await api.get(`/flows/${flow.id}`)).document), { left: "First again", right: "Second" });

  await comeBack(other);
  await stateIs(other, /^Version 2$/);
  await isNamed(other, "left", "First again");
  await shows(() => other.getByTestId("newer-notice").count(), 0);
  assert.equal((await api.get(`/flows/${flow.id}/drafts`)).items.length, 0, "nothing comes back as a draft");
});

check("what two tabs drew without a connection is all there, also of the one that was closed", { expected: [...CHANGED, ...OFFLINE] }, async ({ page, server }) => {
  const { other, has } = await twoTabs({ page, server }, "Both offline");
  for (const [each, id] of [[page, "left"], [other, "right"]]) {
    await each.bringToFront();
    await node(each, id).click();
    await each.getByTestId("field-command").waitFor();
  }
  await page.context().setOffline(true);
  for (const each of [page, other]) {
    await each.bringToFront();
    await each.getByTestId("node-name").fill("Far away");
    await each.keyboard.press("Control+s");
    await stateIs(each, "kept in this browser");
  }
  await other.close({ runBeforeUnload: false });
  await page.context().setOffline(false);
  await isSaved(page);
  await has({ left: "Far away", right: "right" });
  await page.reload();
  await isNamed(page, "right", "Far away");
  await isSaved(page);
  await has({ left: "Far away", right: "Far away" });
  const copies = await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("opsconductor.draft.")));
  assert.deepEqual(copies, [], "what the server has is not kept twice");
});
