// What axe objects to in a part of a page, as one line a finding.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function axe(page, part) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (selector) => window.axe.run(selector ?? document, { resultTypes: ["violations"] }),
    part,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((item) => item.html).join(" | ")}`);
}
