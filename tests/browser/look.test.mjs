// Every page in both themes and two sizes: axe finds nothing to object to, and the pictures are there to be looked at.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { login, node, nodeIs, openFlow, run, runIs, showAll } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { DESKTOP, PHONE } from "./kit/browser.mjs";
import { LISTING } from "./kit/listing.mjs";
import { shoot, suite } from "./kit/suite.mjs";

const check = suite();
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SIZES = { wide: DESKTOP, phone: PHONE };

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const look = async (page, name) => faults.push(...(await inspect(page, `${name}-${size}-${colorScheme}`)));
    let faults = [];

    check(`log-in and lists, ${size}, ${colorScheme}`, { colorScheme, viewport }, async ({ page, server }) => {
      faults = [];
      await page.goto(server.url);
      await page.getByTestId("login-submit").waitFor();
      await look(page, "login");
      await login(page, server);
      await page.getByTestId("flow-row-Disk report").waitFor();
      await look(page, "flows");
      await page.goto(`${server.url}/runs`);
      await page.getByRole("heading", { name: "Runs" }).waitFor();
      await page.getByTestId("run-list").or(page.getByText("Nothing has run yet.")).waitFor();
      await look(page, "runs");
      assert.deepEqual(faults, []);
    });

    check(`editor and run, ${size}, ${colorScheme}`, { colorScheme, viewport }, async ({ page, server }) => {
      faults = [];
      await writeFile(join(server.workspace, "disks-today.txt"), LISTING);
      const api = await openApi(server);
      const flow = await api.flowNamed("Disk report");
      await login(page, server);
      await openFlow(page, server, flow.id);
      await node(page, "start").waitFor();
      await look(page, "editor");
      await node(page, "start").click();
      await page.getByRole("tab", { name: "Docs" }).click();
      await look(page, "editor-docs");
      const runId = await run(page, { threshold: 50, listing: "disks-today.txt" });
      await runIs(page, "Completed");
      await showAll(page);
      await nodeIs(page, "mark", "completed");
      await look(page, "editor-ran");
      await page.goto(`${server.url}/runs/${runId}`);
      await runIs(page, "Completed");
      await look(page, "run");
      assert.deepEqual(faults, []);
    });
  }
}

/** Takes a picture, and gives back what axe finds and how far the page sticks out of the window. */
async function inspect(page, name) {
  await shoot(page, `look-${name}`);
  await page.evaluate(`${AXE}; undefined`);
  const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
  const faults = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, any }) => `${name}: ${id}: ${help} at ${target} ${any[0]?.message ?? ""}`),
  );
  const excess = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  return excess > 0 ? [...faults, `${name}: ${excess} pixels wider than the window`] : faults;
}
