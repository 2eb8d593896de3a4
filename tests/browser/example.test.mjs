// The disk report that comes with the product: run with a value of one's own, watched, and read afterwards.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { login, node, nodeIs, openFlow, run, runIs, showAll } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { LISTING } from "./kit/listing.mjs";
import { shoot, suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite();

check("the disk report runs, and everything it did can be seen", {}, async ({ page, server }) => {
  await writeFile(join(server.workspace, "disks-today.txt"), LISTING);
  await login(page, server);
  const api = await openApi(server);
  const { id: flow } = await api.flowNamed("Disk report");
  await page.getByTestId("flow-row-Disk report").getByRole("link", { name: "Disk report" }).click();
  await node(page, "start").waitFor();
  await showAll(page);
  await node(page, "each").waitFor();
  const frames = page.getByTestId("region");
  await frames.nth(2).waitFor({ state: "attached" });
  await shows(() => frames.count(), 3, "try, catch and the loop have a frame each");
  await areInside(page, page.getByTestId("region").filter({ hasText: "Each disk" }), ["check", "mark", "fine"]);

  const runId = await run(page, { threshold: 50, listing: "disks-today.txt" });
  await runIs(page, "Completed");
  await page.getByTestId("progress-each").filter({ hasText: "3/3" }).waitFor();
  await showAll(page);
  for (const id of ["start", "try", "ask", "each", "check", "mark", "fine", "write", "end"]) {
    await nodeIs(page, id, "completed");
  }
  await nodeIs(page, "failed", "skipped");
  await node(page, "failed").getByTitle("Skipped").waitFor();

  await node(page, "check").click();
  const panel = page.getByTestId("inspector");
  await panel.getByTestId("step-row").filter({ hasText: "each[2]/check" }).click();
  await panel.getByText("try.try/each[2]/check ·").waitFor();
  await panel.getByText("to true").waitFor();
  await panel.getByTestId("step-row").filter({ hasText: "each[1]/check" }).click();
  await panel.getByText("to false").waitFor();

  await page.getByRole("tab", { name: "Log" }).last().click();
  await page.getByTestId("log-view").getByText("/dev/sdb1").waitFor();
  await page.getByRole("tab", { name: "Variables" }).click();
  await page.getByTestId("variables").getByText("disks").first().waitFor();
  await page.getByRole("tab", { name: "Result" }).click();
  const result = page.getByTestId("run-result");
  await result.getByText("reports/disks.txt").waitFor();
  await result.getByText("/srv").waitFor();
  await shoot(page, "example-editor");

  await page.getByRole("link", { name: "Runs", exact: true }).first().click();
  const row = page.getByTestId(`run-row-${runId}`);
  await row.filter({ hasText: "Completed" }).filter({ hasText: "Disk report" }).waitFor();
  await shoot(page, "example-runs");
  await row.getByRole("link").click();
  await seeFinishedRun(page);
  await page.reload();
  await seeFinishedRun(page);
  await shoot(page, "example-run-page");
  await openFlow(page, server, flow);
  await shows(() => page.getByTestId("save-state").innerText(), "Version 1", "looking changes nothing");
});

async function seeFinishedRun(page) {
  await runIs(page, "Completed");
  await showAll(page);
  await nodeIs(page, "mark", "completed");
  await nodeIs(page, "failed", "skipped");
  await page.getByTestId("progress-each").filter({ hasText: "3/3" }).waitFor();
  await page.getByTestId("run-result").getByText("reports/disks.txt").waitFor();
}

/** Waits until these nodes lie inside the frame on the screen. */
async function areInside(page, frame, ids) {
  const nodes = ids.map((id) => `[data-testid="node-${id}"]`);
  await frame.waitFor({ state: "attached" });
  await page.waitForFunction(
    ([element, selectors]) => {
      const outer = element.getBoundingClientRect();
      return selectors.every((selector) => {
        const inner = document.querySelector(selector)?.getBoundingClientRect();
        if (!inner) return false;
        const isAcross = inner.left >= outer.left && inner.right <= outer.right;
        return isAcross && inner.top >= outer.top && inner.bottom <= outer.bottom;
      });
    },
    [await frame.elementHandle(), nodes],
  );
}
