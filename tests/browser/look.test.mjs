// Every page in both themes and two sizes: axe finds nothing to object to, and the pictures are there to be looked at.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { login, node, nodeIs, openFlow, run, runIs, showAll } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { DESKTOP, PHONE } from "./kit/browser.mjs";
import { inspect } from "./kit/inspect.mjs";
import { LISTING } from "./kit/listing.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";

const check = suite();
const SIZES = { wide: DESKTOP, phone: PHONE };

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    const look = async (page, name) => faults.push(...(await inspect(page, `${name}-${size}-${colorScheme}`)));
    let faults = [];

    check(`log-in and lists, ${size}, ${colorScheme}`, { colorScheme, viewport }, async ({ page, server }) => {
      faults = [];
      await pretend(page, { "GET /auth/options": { registration: true } });
      await page.goto(server.url);
      const link = page.getByRole("link", { name: "Create one" });
      await link.waitFor();
      await look(page, "login");
      await link.click();
      await page.getByTestId("register-submit").click();
      await page.getByText("Choose a user name.").waitFor();
      await look(page, "register");
      await login(page, server);
      await page.getByTestId("flow-row-Disk report").waitFor();
      await look(page, "flows");
      await page.goto(`${server.url}/runs`);
      await page.getByRole("heading", { name: "Runs" }).waitFor();
      await page.getByTestId("run-list").or(page.getByText("Nothing has run yet.")).waitFor();
      await look(page, "runs");
      for (const name of ["targets", "credentials"]) {
        await page.goto(`${server.url}/${name}`);
        await page.getByText(`There are no ${name} yet.`).waitFor();
        await look(page, name);
      }
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
