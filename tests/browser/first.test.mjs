// The first minutes with an empty installation: from logging in to a finished run, and the tour.
import assert from "node:assert/strict";
import { login, runIs } from "./kit/acts.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";

const check = suite({ seeds: [] });
const TWO_MINUTES = 120_000;
const QUIET = {
  running: 0,
  waiting: 0,
  queued: 0,
  failed_24h: 0,
  completed_24h: 0,
  needs_you: [],
  flows: [],
  recent: [],
};

check("an empty installation leads to a run in three clicks", {}, async ({ page, server }) => {
  const begun = Date.now();
  await pretend(page, { "GET /dashboard": QUIET });
  await login(page, server, "/");
  await page.getByTestId("example-hello").click();
  await page.getByTestId("run-button").click();
  await page.getByTestId("run-start").click();
  await runIs(page, "Completed");
  assert.ok(Date.now() - begun < TWO_MINUTES);
});

// The example is there already from the test before, so its name is taken.
check("the tour is taken, left and taken again", { expected: [/status of 409/] }, async ({ page, server }) => {
  await pretend(page, { "GET /dashboard": QUIET });
  await login(page, server, "/");
  await page.getByTestId("user-menu").click();
  await page.getByTestId("menu-tour").click();
  const tour = page.getByTestId("tour");
  await tour.getByText("1 of 5").waitFor();
  await page.keyboard.press("Escape");
  await tour.waitFor({ state: "detached" });

  await page.getByTestId("user-menu").click();
  await page.getByTestId("menu-tour").click();
  for (const [step, address] of [[1, "/"], [2, "/flows"], [3, "/runs"], [4, "/runs"], [5, "/flows"]]) {
    await tour.getByText(`${step} of 5`).waitFor();
    await page.waitForURL((url) => url.pathname === address);
    await page.getByTestId("tour-next").click();
  }
  await tour.waitFor({ state: "detached" });
  await page.getByTestId("example-hello").click();
  await page.waitForURL(/\/flows\/[^/]+$/);
  await page.getByTestId("run-button").waitFor();
});
