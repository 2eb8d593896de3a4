// Chromium, and pages that remember what went wrong on them.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";
import { TIMEOUT } from "./wait.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 375, height: 800 };
/** A page of 1440 x 900 zoomed to 200 %. */
export const ZOOMED = { width: 720, height: 450 };

export function openBrowser() {
  const path = process.env.CHROMIUM ?? "/usr/bin/chromium";
  if (!existsSync(path)) {
    throw new Error(`There is no browser at ${path}. Install Chromium (on Debian: apt-get install chromium), or name one in CHROMIUM.`);
  }
  return chromium.launch({ executablePath: path, headless: true, args: FLAGS, timeout: 2 * TIMEOUT });
}

/** A page in a profile of its own. `page.complaints` collects console errors and exceptions of all its pages. */
export async function openPage(browser, { viewport = DESKTOP, colorScheme = "light" } = {}) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", locale: "en-GB" });
  context.setDefaultTimeout(TIMEOUT);
  const complaints = [];
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(`${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) => complaints.push(error.error().stack || String(error.error())));
  const page = await context.newPage();
  page.complaints = complaints;
  return page;
}
