// Takes the picture of the editor for the documentation: the disk report, finished. Run it when the editor's look has
// changed, and look at the result before committing it.
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { login, nodeIs, openFlow, run, runIs, showAll } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { openBrowser, openPage } from "./kit/browser.mjs";
import { LISTING } from "./kit/listing.mjs";
import { EXAMPLES, startServer } from "./kit/server.mjs";

const server = await startServer({ seeds: EXAMPLES });
const browser = await openBrowser();
try {
  await writeFile(join(server.workspace, "disks-today.txt"), LISTING);
  const flow = await (await openApi(server)).flowNamed("Disk report");
  const page = await openPage(browser);
  await login(page, server);
  await openFlow(page, server, flow.id);
  await run(page, { threshold: 80, listing: "disks-today.txt" });
  await runIs(page, "Completed");
  await page.getByTestId("toggle-inspector-button").click();
  await showAll(page);
  await nodeIs(page, "mark", "completed");
  await page.getByTestId("timeline-row").nth(5).waitFor();
  await page.getByRole("heading", { name: "Disk report" }).hover();
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: resolve(import.meta.dirname, "../../docs/screenshot.png"), animations: "disabled" });
} finally {
  await browser.close();
  await server.stop();
}
