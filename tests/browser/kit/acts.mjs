// What a person does in the editor, as functions: log in, drag, wire, fill, run, look.
import assert from "node:assert/strict";
import { PASSWORD } from "./server.mjs";

export async function login(page, server, path = "/flows", { name = "admin", password = PASSWORD } = {}) {
  await page.goto(server.url + path);
  await fillLogin(page, password, name);
  await page.getByTestId("user-menu").waitFor();
}

export async function fillLogin(page, password, name = "admin") {
  await page.getByTestId("login-username").fill(name);
  await page.getByTestId("login-password").fill(password);
  await page.getByTestId("login-submit").click();
}

export const node = (page, id) => page.getByTestId(`node-${id}`);
export const port = (page, id, name) => page.getByTestId(`handle-${id}-${name}`);

/** Waits until the canvas shows this state at the node. */
export function nodeIs(page, id, status) {
  return page.locator(`[data-testid="node-${id}"][data-status="${status}"]`).waitFor();
}

export async function openFlow(page, server, id) {
  await page.goto(`${server.url}/flows/${id}`);
  await page.getByTestId("canvas").waitFor();
}

/** Drags a type from the palette to a place on the canvas, in pixels from the canvas's corner. */
export async function dragFromPalette(page, type, at) {
  const before = await page.locator(".react-flow__node").count();
  await page.getByTestId(`palette-item-${type}`).dragTo(page.getByTestId("canvas"), { targetPosition: at });
  await page.locator(".react-flow__node").nth(before).waitFor();
}

/** Draws a wire with the mouse; it is for the caller to see what came of it. */
export async function drawWire(page, from, to) {
  await port(page, ...from).hover();
  const start = await centre(port(page, ...from));
  const end = await centre(port(page, ...to));
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move((start.x + end.x) / 2, (start.y + end.y) / 2, { steps: 4 });
  await page.mouse.move(end.x, end.y, { steps: 4 });
  await page.mouse.up();
}

export async function wire(page, from, to) {
  const before = await page.locator(".react-flow__edge").count();
  await drawWire(page, from, to);
  await page.locator(".react-flow__edge").nth(before).waitFor({ state: "attached" });
}

export async function centre(locator) {
  const box = await locator.boundingBox();
  assert.ok(box, `${locator} is not on the page`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Fills a field of a form, be it an input or a code editor. */
export function fillField(page, name, text) {
  return page.getByTestId(`field-${name}`).fill(text);
}

/** Publishes what is drawn and waits for the answer; gives back what was sent. */
export async function save(page, message = "") {
  await page.getByTestId("publish-button").click();
  if (message) await page.getByTestId("publish-message").fill(message);
  const request = page.waitForRequest((sent) => sent.method() === "PUT" && /\/flows\/[^/]+$/.test(sent.url()));
  await page.getByTestId("publish-submit").click();
  const sent = await request;
  const response = await sent.response();
  assert.equal(response.status(), 200, "the flow was not published");
  await page.getByRole("dialog", { name: "Publish" }).waitFor({ state: "detached" });
  return sent.postDataJSON();
}

/** Opens the run dialog, fills parameters, starts; gives back the run's id. */
export async function run(page, parameters = {}) {
  await page.getByTestId("run-button").click();
  for (const [name, value] of Object.entries(parameters)) {
    await page.getByRole("dialog").getByTestId(`field-${name}`).fill(String(value));
  }
  const started = page.waitForResponse((response) => /\/flows\/[^/]+\/run$/.test(response.url()));
  await page.getByTestId("run-start").click();
  const response = await started;
  assert.equal(response.status(), 202, `the run was refused: ${await response.text()}`);
  return (await response.json()).run_id;
}

export function runIs(page, label) {
  return page.getByTestId("run-status").filter({ hasText: label }).waitFor();
}

export async function flowIdOf(page) {
  await page.waitForURL(/\/flows\/[^/]+$/);
  return new URL(page.url()).pathname.split("/").at(-1);
}

/** Drags something with the mouse by so many pixels. */
export async function drag(page, locator, by) {
  const start = await centre(locator);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + by.x / 2, start.y + by.y / 2, { steps: 4 });
  await page.mouse.move(start.x + by.x, start.y + by.y, { steps: 4 });
  await page.mouse.up();
}

/** Nodes out of sight are not on the page; this brings all of them into sight. */
export function showAll(page) {
  return page.getByRole("button", { name: "Show the whole flow" }).click();
}

/** Waits until keys go there. */
export const focused = (page, testId) =>
  page.waitForFunction((id) => document.activeElement?.dataset.testid === id, testId);
