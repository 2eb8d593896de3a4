// Looks at a page as axe and a person would: a picture to be looked at, and a list of faults.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { shoot } from "./suite.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Takes a picture, and gives back what axe finds and how far the page sticks out of the window. */
export async function inspect(page, name) {
  // Nothing is pointed at, so that no tooltip comes and goes while axe looks.
  await page.mouse.move(0, 0);
  await page.getByRole("tooltip").first().waitFor({ state: "detached" });
  await shoot(page, `look-${name}`);
  await page.evaluate(`${AXE}; undefined`);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const faults = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${name}: ${id}: ${help} at ${target} ${any[0]?.message ?? ""}`),
  );
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return excess > 0 ? [...faults, `${name}: ${excess} pixels wider than the window`] : faults;
}
