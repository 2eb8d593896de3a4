// Drafts that keep themselves, publishing, merging with what others published, and the versions of a flow.
import assert from "node:assert/strict";
import { fillField, login, node, openFlow, save, showAll } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { openPage } from "./kit/browser.mjs";
import { inspect } from "./kit/inspect.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows, until } from "./kit/wait.mjs";

const check = suite({ seeds: [] });
const CONFLICT = [/status of 412/];
const OFFLINE = [/ERR_INTERNET_DISCONNECTED/, /WebSocket/, /ERR_FAILED/];

const SCRIPT = "set -e\necho one\necho two\necho three";

/** Start, two commands, end. */
function pair(name) {
  return {
    format: "opsconductor.flow/1",
    name,
    nodes: [
      { id: "start", type: "flow.start", x: 80, y: 120, config: {} },
      { id: "left", type: "shell.command", name: "Left", x: 340, y: 120, config: { command: SCRIPT } },
      { id: "right", type: "shell.command", name: "Right", x: 600, y: 120, config: { command: "echo right" } },
      { id: "end", type: "flow.end", x: 860, y: 120, config: {} },
    ],
    wires: [
      { id: "w1", source: "start", target: "left" },
      { id: "w2", source: "left", target: "right" },
      { id: "w3", source: "right", target: "end" },
    ],
  };
}

async function rename(page, id, name) {
  await node(page, id).click();
  await page.getByTestId("node-name").fill(name);
}

const stateIs = (page, text) => page.getByTestId("save-state").filter({ hasText: text }).waitFor();
const nameIn = (document, id) => document.nodes.find((item) => item.id === id)?.name;

/** Publishes a document behind the page. */
function publish(api, flow, version, document, comment = "") {
  return api.call(`/flows/${flow}`, {
    method: "PUT",
    headers: { "if-match": `"${version}"` },
    body: { document, comment },
  });
}

/** A flow with three versions: the right command changed, then the left removed and a note put beside it. */
async function three(api, name) {
  const first = pair(name);
  const flow = await api.createFlow(first);
  const [start, left, right, end] = first.nodes;
  const second = {
    ...first,
    nodes: [
      start,
      { ...left, config: { command: SCRIPT.replace("two", "zwei") } },
      { ...right, config: { command: "echo better" } },
      { ...end, y: 200 },
    ],
  };
  await publish(api, flow.id, 1, second, "Say it better");
  const third = {
    ...second,
    nodes: [start, second.nodes[2], second.nodes[3], { id: "more", type: "shell.command", x: 600, y: 260, config: { command: "true" } }],
    wires: [
      { id: "w3", source: "right", target: "end" },
      { id: "w4", source: "start", target: "right" },
      { id: "w5", source: "start", target: "more" },
    ],
  };
  await publish(api, flow.id, 2, third, "Leave the left one out");
  return flow;
}

check("what is drawn is kept as a draft by itself, survives a reload, and can be discarded", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(pair("Drafted"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await shows(() => page.getByTestId("publish-button").isDisabled(), true);
  await rename(page, "left", "Drawn");
  await stateIs(page, "draft saved");
  await page.getByTestId("publish-button").filter({ hasText: "(1)" }).waitFor();
  await page.getByTestId("change-of-left").waitFor();
  assert.equal(nameIn((await api.get(`/flows/${flow.id}`)).document, "left"), "Left", "a draft is not published");

  await page.reload();
  await node(page, "left").filter({ hasText: "Drawn" }).waitFor();
  await page.getByTestId("draft-notice").waitFor();
  await shoot(page, "draft-opened");
  await page.getByTestId("discard-draft").click();
  await node(page, "left").filter({ hasText: "Left" }).waitFor();
  await until(async () => (await api.get(`/flows/${flow.id}/drafts`)).items.length === 0);
  await page.getByTestId("undo-button").click();
  await node(page, "left").filter({ hasText: "Drawn" }).waitFor();
  await stateIs(page, "draft saved");
});

check("without a connection the draft stays in the browser, and goes to the server after", { expected: OFFLINE }, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(pair("Offline"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "left").click();
  await page.getByTestId("field-command").waitFor();
  await page.context().setOffline(true);
  await page.getByTestId("node-name").fill("Far away");
  await page.keyboard.press("Control+s");
  await stateIs(page, "kept in this browser");
  await shoot(page, "draft-offline");
  await page.context().setOffline(false);
  await stateIs(page, "draft saved");
  assert.equal(nameIn((await api.get(`/flows/${flow.id}/draft`)).document, "left"), "Far away");
});

check("publishing shows what changed and keeps the message", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(pair("Published"));
  await login(page, server);
  await openFlow(page, server, flow.id);
  await node(page, "left").click();
  await fillField(page, "command", SCRIPT.replace("two", "2"));
  await rename(page, "right", "Other");
  await page.keyboard.press("Control+Shift+S");
  const dialog = page.getByRole("dialog", { name: "Publish" });
  await dialog.getByTestId("change-nodes-right").getByText("Other").first().waitFor();
  await dialog.getByTestId("text-diff").getByText("echo 2").waitFor();
  await shoot(page, "publish");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  const sent = await save(page, "Numbers are shorter");
  assert.equal(sent.comment, "Numbers are shorter");
  await stateIs(page, /^Version 2$/);
  await shows(() => page.getByTestId("change-of-left").count(), 0);
  const [newest] = (await api.get(`/flows/${flow.id}/versions`)).items;
  assert.equal(newest.comment, "Numbers are shorter");
});

check("two people draw one flow: the second publishes both, and undo goes back byte for byte", { expected: CONFLICT }, async ({ page, browser, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow(pair("Together"));
  const otto = await server.addUser("otto");
  await login(page, server);
  const other = await openPage(browser);
  try {
    await login(other, server, "/flows", otto);
    for (const each of [page, other]) await openFlow(each, server, flow.id);
    await rename(other, "right", "Otto's");
    await save(other, "Otto was here");

    await rename(page, "left", "Anna's");
    await stateIs(page, "draft saved");
    const mine = JSON.stringify((await api.get(`/flows/${flow.id}/draft`)).document);
    await page.getByTestId("publish-button").click();
    await page.getByTestId("publish-submit").click();
    await page.getByTestId("merged-note").filter({ hasText: "otto" }).waitFor();
    await shoot(page, "merged");
    await page.getByTestId("publish-submit").click();
    await stateIs(page, /^Version 3$/);
    const merged = await api.documentText(flow.id);
    assert.deepEqual(["left", "right"].map((id) => nameIn(JSON.parse(merged), id)), ["Anna's", "Otto's"]);

    await page.getByTestId("undo-button").click();
    await stateIs(page, "draft saved");
    assert.equal(JSON.stringify((await api.get(`/flows/${flow.id}/draft`)).document), mine);
    await page.getByTestId("redo-button").click();
    await stateIs(page, /^Version 3$/);

    // Otto hears of it quietly, and takes it over while he goes on drawing.
    await rename(other, "right", "Otto's own");
    await other.bringToFront();
    await other.evaluate(() => window.dispatchEvent(new Event("visibilitychange")));
    await other.getByTestId("newer-notice").filter({ hasText: "admin published version 3" }).waitFor({ timeout: 60_000 });
    await shoot(other, "newer-notice");
    await other.getByTestId("merge-now").click();
    await node(other, "left").filter({ hasText: "Anna's" }).waitFor();
    await node(other, "right").filter({ hasText: "Otto's own" }).waitFor();
  } finally {
    await other.context().close();
  }
});

check("what both changed is shown and decided field by field, by keyboard too", { expected: CONFLICT }, async ({ page, server }) => {
  const api = await openApi(server);
  const document = pair("Collides");
  const flow = await api.createFlow(document);
  await login(page, server);
  await openFlow(page, server, flow.id);
  await rename(page, "left", "Mine");
  await rename(page, "right", "Mine too");
  const theirs = structuredClone(document);
  theirs.nodes[1].name = "Theirs";
  theirs.nodes[1].config.command = "echo theirs";
  theirs.nodes[2].name = "Theirs too";
  await publish(api, flow.id, 1, theirs);
  await page.getByTestId("publish-button").click();
  await page.getByTestId("publish-submit").click();
  await page.getByTestId("conflict-nodes/left/name").waitFor();
  await shows(() => page.getByTestId("merge-submit").isDisabled(), true, "nothing is decided for anybody");
  await shoot(page, "merge-conflicts");
  const left = page.getByTestId("conflict-nodes/left/name");
  await left.getByRole("radio", { name: "Mine" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await shows(() => left.getByRole("radio", { name: "Theirs" }).isChecked(), true);
  await page.getByTestId("conflict-nodes/right/name").getByRole("radio", { name: "Mine" }).check();
  await page.getByTestId("merge-submit").click();
  await page.getByTestId("publish-submit").click();
  await stateIs(page, /^Version 3$/);
  const stored = (await api.get(`/flows/${flow.id}`)).document;
  assert.deepEqual(["left", "right"].map((id) => nameIn(stored, id)), ["Theirs", "Mine too"]);
  assert.equal(stored.nodes[1].config.command, "echo theirs");
});

check("a node comes back from an older version in four clicks, as one step", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await three(api, "Restored");
  await login(page, server);
  await openFlow(page, server, flow.id);
  let clicks = 0;
  const click = async (locator) => {
    clicks += 1;
    await locator.click();
  };
  await click(page.getByTestId("open-versions"));
  await click(page.getByTestId("from-1"));
  await click(page.getByTestId("restore-left"));
  await node(page, "left").waitFor();
  assert.ok(clicks <= 4, `${clicks} clicks`);
  await stateIs(page, "draft saved");
  const draft = (await api.get(`/flows/${flow.id}/draft`)).document;
  assert.equal(draft.nodes.find((item) => item.id === "left").config.command, SCRIPT);
  await page.getByTestId("undo-button").click();
  await node(page, "left").waitFor({ state: "detached" });
  assert.equal(new URL(page.url()).search, "");
});

check("versions are compared on the canvas and in the list, tagged and restored", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await three(api, "Compared");
  await login(page, server, `/flows/${flow.id}/versions`);
  await page.getByTestId("version-3").getByText("Leave the left one out").waitFor();
  await showAll(page);
  for (const [id, kind] of [["left", "removed"], ["more", "added"]]) {
    await page.locator(`[data-testid="node-${id}"][data-change="${kind}"]`).waitFor();
  }
  await page.getByTestId("from-1").check();
  await page.locator('[data-testid="node-right"][data-change="changed"]').waitFor();
  await page.locator('[data-testid="node-end"][data-change="moved"]').waitFor();
  await showAll(page);
  await shoot(page, "versions");
  assert.match(page.url(), /from=1&to=3/);
  await page.reload();
  await page.getByTestId("change-nodes-right").getByRole("button", { name: "Right" }).click();
  await page.locator('[data-testid="node-right"][data-selected="true"]').waitFor();
  await node(page, "more").click();
  await page.locator('[data-testid="change-nodes-more"][data-current]').waitFor();
  await page.getByTestId("to-2").check();
  await page.getByTestId("text-diff").getByText("zwei").waitFor();
  await shoot(page, "versions-script");

  const act = async (version, name) => {
    await page.getByRole("button", { name: `Actions for version ${version}` }).click();
    await page.getByRole("menuitem", { name }).click();
  };
  for (const version of [1, 2]) {
    await act(version, "Tag…");
    await page.getByTestId("tag-name").fill("stable");
    await page.getByTestId("tag-submit").click();
    await page.getByTestId(`version-${version}`).getByTestId("tag-stable").waitFor();
  }
  await shows(() => page.getByTestId("tag-stable").count(), 1, "a tag moves");
  await page.getByRole("button", { name: "Remove the tag stable" }).click();
  await page.getByTestId("tag-stable").waitFor({ state: "detached" });

  await act(1, "Restore this version…");
  await page.getByRole("button", { name: "Publish as version 4" }).click();
  await page.getByTestId("version-4").getByText("Version 1 restored").waitFor();
  assert.equal(JSON.stringify((await api.get(`/flows/${flow.id}`)).document), JSON.stringify((await api.get(`/flows/${flow.id}/versions/1`)).document));
});

check("a viewer reads versions and changes nothing; one version has nothing to compare", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const vera = await server.addUser("vera", "viewer");
  const flow = await three(api, "Looked at");
  const single = await api.createFlow(pair("Single"));
  await login(page, server, `/flows/${flow.id}/versions`, vera);
  await page.getByTestId("change-nodes-left").waitFor();
  await shows(() => page.getByTestId("restore-left").count(), 0);
  await shows(() => page.getByRole("button", { name: "Actions for version 1" }).count(), 0);
  await page.goto(`${server.url}/flows/${single.id}/versions`);
  await page.getByText("There is one version so far").waitFor();
});

for (const colorScheme of ["light", "dark"]) {
  check(`versions and publishing are accessible, ${colorScheme}`, { colorScheme, expected: CONFLICT }, async ({ page, server }) => {
    const api = await openApi(server);
    const flow = await three(api, `Seen ${colorScheme}`);
    const faults = [];
    const dialog = async (name) => {
      await shoot(page, `look-${name}-${colorScheme}`);
      faults.push(...(await axe(page, `[data-testid="${name}-dialog"]`)));
    };
    await login(page, server, `/flows/${flow.id}/versions?from=1&to=2`);
    await page.getByTestId("text-diff").waitFor();
    await page.getByTestId("node-right").waitFor();
    faults.push(...(await inspect(page, `versions-${colorScheme}`)));
    await page.goto(`${server.url}/flows/${flow.id}`);
    await rename(page, "right", "Another");
    await page.getByTestId("publish-button").click();
    await page.getByTestId("change-nodes-right").waitFor();
    await dialog("publish");
    const theirs = (await api.get(`/flows/${flow.id}`)).document;
    theirs.nodes.find((item) => item.id === "right").name = "Theirs";
    await publish(api, flow.id, 3, theirs);
    await page.getByTestId("publish-submit").click();
    await page.getByTestId("merge-dialog").waitFor();
    await dialog("merge");
    assert.deepEqual(faults, []);
  });
}
