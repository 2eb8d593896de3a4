// Every screen while it waits, fails, may not, or has nothing, and what opens over it, in both themes: axe finds nothing
// to object to, and the pictures are there to be looked at.
import assert from "node:assert/strict";
import { login } from "./kit/acts.mjs";
import { inspect } from "./kit/inspect.mjs";
import { DRAWINGS, dashboardAnswer, manyRuns, plenty, SCREENS } from "./kit/plenty.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });
const NOTHING = { items: [], next_cursor: null, total: 0 };
const REFUSED = [/status of (403|404|500)/];
const runs = manyRuns(200);
const PLENTY = plenty();
const STATES = {
  loading: ["never", (page) => page.getByLabel("Loading").first()],
  broken: [500, (page) => page.getByRole("alert").first()],
  forbidden: [403, (page) => page.getByTestId("no-permission").first()],
};

for (const colorScheme of ["light", "dark"]) {
  check(`what opens over the screens, ${colorScheme}`, { colorScheme }, async ({ page, server }) => {
    const faults = [];
    const look = async (name) => faults.push(...(await inspect(page, `${name}-${colorScheme}`)));
    await login(page, server, "/variables");
    await pretend(page, PLENTY);
    await page.goto(`${server.url}/runs?selected=${runs[10].id},${runs[11].id}&status=completed`);
    await page.getByTestId("bulk-bar").waitFor();
    await page.getByRole("button", { name: "As a table" }).click();
    await look("runs-selected");
    await page.getByRole("button", { name: "Delete 2" }).click();
    await page.getByTestId("bulk-confirm").waitFor();
    await look("runs-delete");
    await page.keyboard.press("Escape");
    await page.getByTestId("bulk-confirm").waitFor({ state: "detached" });
    await page.keyboard.press("Control+k");
    await page.getByRole("option", { name: "Disk report", exact: true }).waitFor();
    await look("search");
    await page.goto(`${server.url}/flows?new=example`);
    await page.getByTestId("example-hello").waitFor();
    await look("flows-new");
    await page.goto(`${server.url}/flows?selected=flow-1`);
    await page.getByTestId("import-flows").click();
    await page.getByTestId("import-submit").waitFor();
    await look("flows-import");
    await page.keyboard.press("Escape");
    await page.goto(`${server.url}/targets?show=target-0`);
    await page.getByTestId("changed-key").waitFor();
    await page.getByTestId("test-connection").click();
    await page.getByTestId("test-result").waitFor();
    await look("target");
    await page.getByTestId("target-edit").click();
    await page.getByTestId("target-form").waitFor();
    await look("target-edit");
    await page.goto(`${server.url}/targets/groups`);
    await page.getByLabel("Edit web", { exact: true }).click();
    await page.getByTestId("group-form").waitFor();
    await look("target-group");
    await page.goto(`${server.url}/credentials?show=credential-0`);
    await page.getByTestId("credential-history").waitFor();
    await look("credential");
    await page.getByTestId("credential-rotate").click();
    await page.getByTestId("rotate-form").waitFor();
    await look("credential-rotate");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByTestId("credential-delete").click();
    await page.getByTestId("delete-name").waitFor();
    await look("credential-delete");
    await page.goto(`${server.url}/credentials`);
    await page.getByLabel("Edit backup-server", { exact: true }).click();
    await page.getByTestId("credential-form").waitFor();
    await look("credential-edit");
    await page.keyboard.press("Escape");
    await page.getByTestId("user-menu").click();
    await page.getByTestId("menu-tour").waitFor();
    await look("account");
    await page.getByTestId("menu-tour").click();
    await page.getByTestId("needs-you").waitFor();
    await page.getByTestId("tour").waitFor();
    await look("tour");
    assert.deepEqual(faults, []);
  });

  check(`every screen in need, ${colorScheme}`, { colorScheme, expected: REFUSED }, async ({ page, server }) => {
    const faults = [];
    await login(page, server, "/variables");
    // One set of answers, changed between the pages: no request finds the real server in the meantime.
    const answers = { ...PLENTY };
    await pretend(page, answers);
    for (const { name, path, asks } of [...SCREENS, ...DRAWINGS]) {
      const usual = answers[asks];
      for (const [state, [answer, ready]] of Object.entries(STATES)) {
        answers[asks] = answer;
        await page.goto(server.url + path);
        // The page itself, not what stands in while its code is read.
        await page.getByRole("heading", { level: 1 }).first().waitFor({ state: "attached" });
        await ready(page).waitFor().catch((error) => assert.fail(`${name} is not ${state} at ${page.url()}: ${error.message}`));
        faults.push(...(await inspect(page, `${name}-${state}-${colorScheme}`)));
      }
      answers[asks] = usual;
    }
    assert.deepEqual(faults, []);
  });

  check(`every screen without a connection, ${colorScheme}`, { colorScheme }, async ({ page, server }) => {
    const faults = [];
    await login(page, server, "/variables");
    // Said again and again, because nobody listens before the page has begun.
    await page.addInitScript(() => setInterval(() => dispatchEvent(new Event("offline")), 10));
    for (const { name, path } of [...SCREENS, ...DRAWINGS]) {
      await page.goto(server.url + path);
      await page.getByTestId("offline-state").first().waitFor();
      faults.push(...(await inspect(page, `${name}-offline-${colorScheme}`)));
    }
    assert.deepEqual(faults, []);
  });

  check(`every screen with nothing, ${colorScheme}`, { colorScheme, expected: REFUSED }, async ({ page, server }) => {
    const faults = [];
    await login(page, server, "/variables");
    const quiet = { ...dashboardAnswer(runs), needs_you: [], flows: [], recent: [], next: [], running: 0, waiting: 0, queued: 0, failed_24h: 0, completed_24h: 0 };
    const empty = { status: [], flow: [], trigger: [], user: [] };
    const lists = { "GET /runs": NOTHING, "GET /flows": NOTHING, "GET /targets": NOTHING, "GET /target-groups": NOTHING, "GET /credentials": NOTHING };
    await pretend(page, { ...PLENTY, ...lists, "GET /dashboard": quiet, "GET /runs/facets": empty });
    const says = { dashboard: "Run your first flow", flows: "There are no flows yet", runs: "Nothing has run yet", targets: "There are no targets yet", "targets/groups": "There are no groups yet", credentials: "There are no credentials yet" };
    for (const [name, text] of Object.entries(says)) {
      await page.goto(`${server.url}/${name === "dashboard" ? "" : name}`);
      await page.getByText(text).waitFor();
      if (name === "dashboard") await page.getByTestId("example-hello").waitFor();
      faults.push(...(await inspect(page, `${name.replace("/", "-")}-empty-${colorScheme}`)));
    }
    assert.deepEqual(faults, []);
  });
}
