// The frame of a test file: one server and one browser for all its tests, a fresh page for each, a picture when one
// fails. No test passes over an error in the console, or a failure told on the page, that it did not announce, and in
// every editor that a test leaves open, undo and redo restore the flow.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { thereAndBack } from "./back.mjs";
import { openBrowser, openPage } from "./browser.mjs";
import { EXAMPLES, startServer } from "./server.mjs";

const SHOTS = resolve(import.meta.dirname, "../shots");

export async function shoot(page, name) {
  await mkdir(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), animations: "disabled" });
}

/**
 * Returns `check(name, options, body)`. `body` gets `{ page, server, browser }`. `options.expected` are patterns of
 * console errors that belong to the test, such as the 401 after a wrong password.
 */
export function suite({ seeds = EXAMPLES } = {}) {
  const shared = {};
  before(async () => {
    shared.server = await startServer({ seeds });
    shared.browser = await openBrowser();
  });
  after(async () => {
    await shared.browser?.close();
    await shared.server?.stop();
  });
  return function check(name, options, body) {
    test(name, async () => {
      const { expected = [], ...look } = options;
      const page = await openPage(shared.browser, look);
      try {
        await body({ page, ...shared });
        await isQuiet(page, expected);
        for (const open of page.context().pages()) await thereAndBack(open);
        await isQuiet(page, expected);
      } catch (error) {
        await shootAll(page, `failed-${name.replaceAll(/\W+/g, "-")}`);
        throw error;
      } finally {
        await page.context().close();
      }
    });
  };
}

async function isQuiet(page, expected) {
  const surprises = page.complaints.filter((text) => !expected.some((pattern) => pattern.test(text)));
  assert.deepEqual(surprises, [], "errors in the browser's console");
  if (expected.length === 0) assert.deepEqual(await page.getByTestId("failure").allInnerTexts(), [], "failures on the page");
}

async function shootAll(page, name) {
  for (const [index, open] of page.context().pages().entries()) {
    await shoot(open, index === 0 ? name : `${name}-${index + 1}`).catch(() => undefined);
  }
}
