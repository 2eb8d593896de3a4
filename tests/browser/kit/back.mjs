// How every test ends that leaves an editor open: undo as far as it goes and redo as far as it goes, twice, and the flow
// is the same text again, byte for byte. Once by keys from where the focus is, once by the buttons.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

const KEYS = { undo: "Control+z", redo: "Control+y" };
const MOST_STEPS = 500;

const button = (page, way) => page.getByTestId(`${way}-button`);

/** Does nothing where nothing can be undone: lists, runs, a viewer, an editor in which nothing was changed. */
export async function thereAndBack(page) {
  if (!(await hasEditor(page))) return;
  await leaveWhatIsOpen(page);
  await byKeys(page, "redo");
  if (await button(page, "undo").isDisabled()) return;
  const last = await textOf(page);
  await byKeys(page, "undo");
  const first = await textOf(page);
  await byKeys(page, "redo");
  await isText(page, last, "undo and redo by keys restore the flow");
  await byButton(page, "undo");
  await isText(page, first, "undo by its button comes to the same first flow as by keys");
  await byButton(page, "redo");
  await isText(page, last, "undo and redo by the buttons restore the flow");
}

async function hasEditor(page) {
  if (!/^\/flows\/[^/]+$/.test(new URL(page.url()).pathname)) return false;
  const undo = button(page, "undo");
  await undo.or(page.getByRole("alert")).first().waitFor();
  return undo.isVisible();
}

/** Dialogs are left, the connection is there again, and what waits in a field to be taken over is. */
async function leaveWhatIsOpen(page) {
  await page.context().setOffline(false);
  await page.bringToFront();
  const open = page.locator('[role="dialog"][aria-modal="true"], [data-testid="quick-add-search"]').last();
  for (let tries = 0; tries < 5 && (await open.isVisible()); tries += 1) {
    await page.keyboard.press("Escape");
    await open.waitFor({ state: "hidden", timeout: 1000 }).catch(() => undefined);
  }
  await page.evaluate(() => {
    const field = document.activeElement;
    field.blur();
    // Code that is written has an undo of its own.
    if (!field.isContentEditable) field.focus();
  });
}

async function byKeys(page, way) {
  for (let steps = 0; await button(page, way).isEnabled(); steps += 1) {
    assert.ok(steps < MOST_STEPS, `${way} by ${KEYS[way]} does not come to an end`);
    await page.keyboard.press(KEYS[way]);
  }
}

/** Presses the button until it is greyed out. */
export async function byButton(page, way) {
  const steps = await button(page, way).evaluate(async (element, most) => {
    let count = 0;
    for (; !element.disabled && count < most; count += 1) {
      element.focus();
      element.click();
      await new Promise(requestAnimationFrame);
    }
    return count;
  }, MOST_STEPS);
  assert.ok(steps < MOST_STEPS, `${way} by its button does not come to an end`);
}

async function isText(page, expected, what) {
  const lines = (text) => [what, ...text.split("\n")];
  assert.deepEqual(lines(await textOf(page)), lines(expected));
}

/** The flow as a person gets it, exported as a file. Values of secrets are not in it. */
async function textOf(page) {
  const saved = page.waitForEvent("download");
  const alone = page.getByTestId("export-alone");
  await page.keyboard.press("Control+e");
  await Promise.race([saved, alone.waitFor()]);
  if (await alone.isVisible()) {
    await alone.click();
    await alone.waitFor({ state: "hidden" });
  }
  return readFile(await (await saved).path(), "utf8");
}
