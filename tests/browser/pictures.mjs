// Takes a picture of every screen in both themes for the documentation, into docs/pictures. Run it when the look has
// changed, and look at the result before committing it.
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { login, nodeIs, openFlow, run, runIs, showAll } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { openBrowser, openPage } from "./kit/browser.mjs";
import { LISTING } from "./kit/listing.mjs";
import { plenty, SCREENS } from "./kit/plenty.mjs";
import { pretend } from "./kit/pretend.mjs";
import { EXAMPLES, startServer } from "./kit/server.mjs";

const FOLDER = resolve(import.meta.dirname, "../../docs/pictures");

/** Milliseconds until also the small map shows what is on the canvas. */
const SETTLED = 300;

await mkdir(FOLDER, { recursive: true });
const server = await startServer({ seeds: EXAMPLES });
const browser = await openBrowser();
try {
  await writeFile(join(server.workspace, "disks-today.txt"), LISTING);
  for (const theme of ["light", "dark"]) await picture(theme);
} finally {
  await browser.close();
  await server.stop();
}

async function picture(theme) {
  const page = await openPage(browser, { colorScheme: theme });
  const shot = async (name) => {
    await page.evaluate(() => document.activeElement?.blur());
    await page.waitForTimeout(SETTLED);
    await page.screenshot({ path: join(FOLDER, `${name}-${theme}.png`), animations: "disabled" });
  };
  await page.goto(`${server.url}/login`);
  await page.getByTestId("login-submit").waitFor();
  await shot("login");
  await login(page, server, "/variables");
  await page.getByTestId("create-variable").waitFor();
  await shot("variables");
  await pictureRun(page, shot);
  await pretend(page, plenty());
  for (const { name, path, ready } of SCREENS.filter((screen) => screen.name !== "variables")) {
    await page.goto(server.url + path);
    await ready(page).waitFor();
    if (name === "runs") await page.getByTestId("histogram").waitFor();
    await shot(name);
  }
  await page.context().close();
}

/** The editor and the run view show the disk report, finished. */
async function pictureRun(page, shot) {
  const flow = await (await openApi(server)).flowNamed("Disk report");
  await openFlow(page, server, flow.id);
  const id = await run(page, { threshold: 80, listing: "disks-today.txt" });
  await runIs(page, "Completed");
  await showAll(page);
  await nodeIs(page, "mark", "completed");
  await shot("editor");
  await page.goto(`${server.url}/runs/${id}`);
  await runIs(page, "Completed");
  await nodeIs(page, "mark", "completed");
  await shot("run");
}
