// What starts a flow by itself, in the panel of the flow.
import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Trigger } from "../../src/core/triggers";
import { StartedBy } from "../../src/features/editor/trigger/StartedBy";
import { pretendServer, show } from "../kit/page";
import { daily, orders } from "../kit/triggers";

async function showList(triggers: readonly Trigger[]) {
  pretendServer({ "GET /triggers": { items: triggers } });
  await show(<StartedBy flow="f" />);
  return within(await screen.findByTestId("started-by"));
}

test("says when next and how it went last, with the run", async () => {
  const soon = new Date(Date.now() + 2 * 3_600_000 + 1_000).toISOString();
  const list = await showList([
    { ...daily, next_at: soon, last_at: new Date().toISOString(), last_run: "r", last_outcome: "started" },
    { ...orders, last_at: null, last_outcome: "refused", last_error: "The queue is full." },
  ]);
  expect(list.getByTestId("trigger-daily").textContent).toBe(
    "0 6 * * * (Europe/Berlin)Next in 2 hStarted a run just now Open the run",
  );
  expect(list.getByRole("link", { name: "Open the run" }).getAttribute("href")).toBe("/runs/r");
  expect(list.getByTestId("trigger-orders").textContent).toMatch(/Was refused *: The queue is full\./);
});

test("waits with a flow that is not active, and may be nothing", async () => {
  const list = await showList([{ ...daily, is_active: false }]);
  expect(list.getByText(/until the flow is active/)).toBeTruthy();
  expect(list.getByText("Has started nothing yet.")).toBeTruthy();
});

test("is nothing for a flow without triggers", async () => {
  expect((await showList([])).getByText(/Nothing starts it by itself/)).toBeTruthy();
});
