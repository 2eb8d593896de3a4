// Credentials against the real server: one is made by what its type asks for, changed, rotated and deleted, and what is
// secret never comes back.
import assert from "node:assert/strict";
import { login } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { axe } from "./kit/axe.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });
const SECRET = "correct horse battery";

async function choose(page, testId, option) {
  await page.getByTestId(testId).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** Opens the form for a new one of the type that has this field, and names it. */
async function begin({ page, server }, name, hasField) {
  const api = await openApi(server);
  const { items } = await api.get("/credentials/types");
  const type = items.find(({ fields }) => fields.some((field) => field.name === hasField && field.secret));
  await login(page, server, "/credentials");
  await page.getByTestId("create-credential").first().click();
  await choose(page, "credential-type", type.name);
  await page.getByTestId("credential-name").fill(name);
  return { api, type };
}

const store = async (page) => {
  const request = page.waitForRequest((sent) => ["POST", "PUT"].includes(sent.method()) && sent.url().includes("/credentials"));
  await page.getByTestId("credential-save").click();
  const sent = await request;
  const response = await sent.response();
  assert.ok(response.ok(), `not stored: ${await response.text()}`);
  return sent.postDataJSON();
};

check("a credential is made, and its secret stays when it is edited", {}, async ({ page, server }) => {
  const { api } = await begin({ page, server }, "web-root", "password");
  await page.getByTestId("field-username").fill("root");
  await page.getByTestId("field-password").fill(SECRET);
  assert.deepEqual(await axe(page), []);
  await store(page);
  await page.getByTestId("credential-row-web-root").waitFor();

  await page.getByLabel("Edit web-root", { exact: true }).click();
  const password = page.getByTestId("field-password");
  await password.waitFor();
  await shows(() => password.inputValue(), "");
  await shows(() => password.getAttribute("placeholder"), "Unchanged");
  await page.getByTestId("field-username").fill("admin");
  await page.getByTestId("credential-description").fill("For the web servers.");
  const sent = await store(page);
  assert.equal("password" in sent.fields, false);
  await page.getByTestId("credential-form").waitFor({ state: "detached" });

  const known = await api.get("/credentials/web-root");
  assert.equal(known.fields.username, "admin");
  assert.equal(known.description, "For the web servers.");
  assert.deepEqual(known.secrets, ["password"]);
  assert.equal(JSON.stringify(known).includes(SECRET), false);
  await page.reload();
  await page.getByTestId("credential-row-web-root").waitFor();
  assert.equal((await page.content()).includes(SECRET), false);
});

check("a key comes from a file, and is rotated", {}, async ({ page, server }) => {
  const { api, type } = await begin({ page, server }, "deploy", "private_key");
  const key = "-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----\n";
  if (type.fields.some(({ name }) => name === "username")) await page.getByTestId("field-username").fill("deploy");
  const chosen = page.waitForEvent("filechooser");
  await page.getByRole("button", { name: /^Choose a file for/ }).first().click();
  await (await chosen).setFiles({ name: "id", mimeType: "text/plain", buffer: Buffer.from(key) });
  const field = page.getByTestId("field-private_key");
  await page.waitForFunction((box) => box.value !== "", await field.elementHandle());
  await shows(() => field.inputValue(), key);
  // Whether the server takes a key that is none is its own to say; a name and password do for the rest.
  await page.getByRole("button", { name: "Cancel" }).click();

  const made = await api.call("/credentials", {
    body: { name: "deploy", type: await passwordType(api), description: "", fields: { username: "deploy", password: "one" } },
  });
  await page.goto(`${server.url}/credentials?show=${made.json.id}`);
  await page.getByTestId("credential-rotate").click();
  await page.getByText(/References stay/).waitFor();
  await shows(() => page.getByTestId("field-username").count(), 0);
  await page.getByTestId("field-password").fill("two");
  await shoot(page, "credentials-rotate");
  await page.getByTestId("rotate-save").click();
  const history = page.getByTestId("credential-history");
  await history.getByText(/^Rotated by admin/).waitFor();
  const known = await api.get(`/credentials/${made.json.id}`);
  assert.equal(known.rotated_by, "admin");
  assert.equal(known.name, "deploy");
});

check("an optional secret is taken away, after it was kept once", {}, async ({ page, server }) => {
  const { api } = await begin({ page, server }, "shop-api", "api_secret");
  await page.getByTestId("field-api_key").fill("key");
  await page.getByTestId("field-api_secret").fill(SECRET);
  await store(page);
  await page.getByLabel("Edit shop-api", { exact: true }).click();
  const secret = page.getByTestId("field-api_secret");
  await page.getByRole("button", { name: "Take away: Secret" }).focus();
  await page.keyboard.press("Enter");
  await shows(() => secret.isDisabled(), true);
  await page.keyboard.press("Enter");
  await shows(() => secret.getAttribute("placeholder"), "Unchanged");
  await page.keyboard.press("Enter");
  assert.deepEqual(await axe(page), []);
  await shoot(page, "credentials-take-away");
  const sent = await store(page);
  assert.equal(sent.fields.api_secret, null);
  await page.getByTestId("credential-form").waitFor({ state: "detached" });
  assert.deepEqual((await api.get("/credentials/shop-api")).secrets, ["api_key"]);
});

/** A type that asks for no more than a user name and a password. */
async function passwordType(api) {
  const { items } = await api.get("/credentials/types");
  const needed = ({ fields }) => fields.filter(({ required }) => required).map(({ name }) => name);
  return items.find((type) => needed(type).toSorted().join() === "password,username").type;
}

check("one that is in use says by what, and goes when its name is typed", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const fields = { username: "root", password: SECRET };
  await api.call("/credentials", { body: { name: "needed", type: await passwordType(api), description: "", fields } });
  await api.call("/targets", { body: { name: "web-1", hostname: "192.0.2.1", credential: "needed" } });
  await login(page, server, "/credentials");
  await page.getByTestId("credential-search").fill("need");
  await page.getByTestId("credential-row-needed").waitFor();
  await page.waitForURL(/search=need/);
  await page.getByTestId("credential-row-needed").getByRole("link").click();
  await page.getByTestId("credential-delete").click();
  const dialog = page.getByRole("dialog", { name: "Delete credential" });
  await dialog.getByRole("link", { name: "web-1" }).waitFor();
  // Esc leaves the dialog, not what is below it.
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "credential-delete");
  await page.keyboard.press("Enter");
  const anyway = dialog.getByRole("button", { name: "Delete anyway" });
  await shows(() => anyway.isDisabled(), true);
  await page.getByTestId("delete-name").fill("needed");
  await shoot(page, "credentials-delete");
  await anyway.click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText("No credential matches.").waitFor();
});

check("where one is used leads to the node of the flow", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const fields = { username: "root", password: SECRET };
  const type = await passwordType(api);
  const { json } = await api.call("/credentials", { body: { name: "at-a-node", type, description: "", fields } });
  const start = { id: "start", type: "flow.start", x: 0, y: 0, config: {} };
  const work = { id: "look", type: "shell.command", x: 280, y: 0, config: { command: "true" }, credential: "at-a-node" };
  const wires = [{ id: "w", source: "start", target: "look" }];
  await api.createFlow({ format: "opsconductor.flow/1", name: "Looks", nodes: [start, work], wires });
  await login(page, server, `/credentials?show=${json.id}`);
  const usage = page.getByTestId("credential-usage");
  await usage.getByRole("link", { name: "Looks" }).waitFor();
  await usage.getByRole("link", { name: "look", exact: true }).click();
  await page.locator('.react-flow__node.selected[data-id="look"]').waitFor();
});

check("somebody who may not see credentials is told so", { expected: [/status of 403/] }, async ({ page, server }) => {
  const person = await server.addUser("olga");
  await login(page, server, "/variables", person);
  await page.getByRole("link", { name: "Variables" }).first().waitFor();
  await shows(() => page.getByRole("link", { name: "Credentials" }).count(), 0);
  await page.goto(`${server.url}/credentials`);
  await page.getByTestId("no-permission").getByText("credential.manage").waitFor();
});
