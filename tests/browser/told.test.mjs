// Who is told when a run ends: one's own wish in the profile, what a flow says of it, and what came of it in a run.
import assert from "node:assert/strict";
import { login, openFlow, save } from "./kit/acts.mjs";
import { openApi } from "./kit/api.mjs";
import { inspect } from "./kit/inspect.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";
import { shows, until } from "./kit/wait.mjs";

const check = suite({ seeds: [] });

const WISH = "/auth/me/notifications";
const FLOW = {
  format: "opsconductor.flow/1",
  name: "Nightly copy",
  nodes: [{ id: "note", type: "flow.set_variable", x: 60, y: 120, config: { variables: { used: 98 } } }],
  wires: [],
};

const ends = (page) => page.getByTestId("profile-run-ends");
const part = (page, index, name) => page.getByTestId(`field-settings-notify-${index}-${name}`);

async function choose(page, field, option) {
  await field.click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

async function openProfile(page, server, wish) {
  await pretend(page, {
    [`GET ${WISH}`]: () => wish,
    [`PUT ${WISH}`]: (request) => Object.assign(wish, request.postDataJSON()),
  });
  await login(page, server, "/profile");
  await page.getByTestId("session-list").waitFor();
}

/** A run that is over, whose end these were told of. */
async function openRun(page, server, items) {
  const api = await openApi(server);
  const flow = await api.createFlow({ ...FLOW, name: `Told ${items.length}` });
  const run = await api.startRun(flow.id);
  await until(async () => (await api.get(`/runs/${run}`)).status === "completed");
  const answers = { [`GET /runs/${run}/notifications`]: { items, next_cursor: null } };
  await pretend(page, answers);
  await login(page, server, `/runs/${run}`);
  await page.getByRole("region", { name: "Parameters" }).waitFor();
  return (next) => {
    answers[`GET /runs/${run}/notifications`] = { items: next, next_cursor: null };
  };
}

check("one chooses which ends one gets mail about, and the choice is kept", {}, async ({ page, server }) => {
  const wish = { runs: "off", email: "ada@example.com", available: true };
  await openProfile(page, server, wish);
  await page.getByText("Mail goes to ada@example.com.").waitFor();
  await choose(page, ends(page), "When it fails");
  await page.getByText("You get mail when a run that you started fails.").waitFor();
  assert.equal(wish.runs, "failed");
  assert.deepEqual(await inspect(page, "told-profile"), []);
  await page.reload();
  await ends(page).waitFor();
  await shows(() => ends(page).inputValue(), "When it fails");
});

check("without an address, and where no mail is set up, it is said what to do", { colorScheme: "dark" }, async ({ page, server }) => {
  await openProfile(page, server, { runs: "off", email: null, available: false });
  await page.getByText("Fill it in first, then you can choose here.", { exact: false }).waitFor();
  await page.getByTestId("profile-no-mail").waitFor();
  await shows(() => ends(page).isDisabled(), true);
  assert.deepEqual(await inspect(page, "told-profile-dark"), []);
});

check("a flow says who is told, and what is published holds it", {}, async ({ page, server }) => {
  const api = await openApi(server);
  const flow = await api.createFlow({ ...FLOW, settings: { priority: 3 } });
  await login(page, server);
  await openFlow(page, server, flow.id);
  await page.getByTestId("add-notification").click();
  await part(page, 0, "to").fill("ops@example.org");
  await part(page, 0, "to").press("Enter");
  await part(page, 0, "to").fill("nobody");
  await part(page, 0, "to").press("Enter");
  await page.getByText("“nobody” is not an address.", { exact: false }).waitFor();
  await part(page, 0, "to").press("Backspace");
  await page.getByText("“nobody” is not an address.", { exact: false }).waitFor({ state: "detached" });
  await page.getByTestId("add-notification").click();
  await choose(page, part(page, 1, "on"), "Always");
  await choose(page, part(page, 1, "channel"), "Slack");
  await part(page, 1, "to").fill("#ops");
  await page.getByTestId("add-notification").click();
  await choose(page, part(page, 2, "channel"), "Teams");
  await page.getByRole("button", { name: "Remove notification 3" }).click();
  await page.getByTestId("notification-2").waitFor({ state: "detached" });
  await page.getByTestId("add-notification").scrollIntoViewIfNeeded();
  assert.deepEqual(await inspect(page, "told-flow"), []);
  await save(page);
  const { document } = await api.get(`/flows/${flow.id}`);
  assert.deepEqual(document.settings, {
    priority: 3,
    notify: [
      { on: "failed", channel: "email", to: ["ops@example.org"] },
      { on: "ended", channel: "slack", to: ["#ops"] },
    ],
  });
});

check("a run shows whom it told, and what is still on its way", {}, async ({ page, server }) => {
  const told = { id: "1", channel: "email", to: ["ops@example.org"], attempts: 1, created_at: "2026-01-01T00:00:00Z" };
  const sent = { ...told, state: "sent", sent_at: "2026-01-01T00:00:02Z", next_try_at: null, error: null };
  const pending = {
    ...told,
    id: "2",
    channel: "slack",
    to: ["#ops"],
    state: "pending",
    sent_at: null,
    next_try_at: "2026-01-01T00:01:00Z",
    error: "Slack did not answer.",
  };
  const failed = { ...pending, id: "3", channel: "webhook", to: [], state: "failed", next_try_at: null, error: "The answer was 404." };
  const answer = await openRun(page, server, [sent, pending, failed]);
  const rows = page.getByTestId("run-notification");
  await rows.filter({ hasText: "E-mail to ops@example.org" }).getByText("Sent", { exact: false }).waitFor();
  await rows.filter({ hasText: "Slack to #ops" }).getByText("Slack did not answer.").waitFor();
  await rows.filter({ hasText: "Webhook" }).getByText("The answer was 404.").waitFor();
  await rows.last().scrollIntoViewIfNeeded();
  assert.deepEqual(await inspect(page, "told-run"), []);
  answer([sent, { ...sent, ...pending, state: "sent", sent_at: "2026-01-01T00:01:01Z", error: null }, failed]);
  await page.locator('[data-testid="run-notification"][data-state="pending"]').waitFor({ state: "detached" });
  await shows(() => rows.count(), 3);
});

check("a run that told nobody says nothing of it", {}, async ({ page, server }) => {
  const asked = page.waitForResponse(/\/notifications$/);
  await openRun(page, server, []);
  await asked;
  await shows(() => page.getByRole("region", { name: "Notifications" }).count(), 0);
});
