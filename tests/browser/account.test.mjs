// An account of one's own: making one, the profile, and the places where one is logged in.
import assert from "node:assert/strict";
import { fillLogin, login } from "./kit/acts.mjs";
import { openPage } from "./kit/browser.mjs";
import { pretend } from "./kit/pretend.mjs";
import { suite } from "./kit/suite.mjs";
import { shows } from "./kit/wait.mjs";

const check = suite({ seeds: [] });
const ENDED = [/status of 401/];
const GOOD = { username: "newcomer", "full-name": "New Comer", email: "new@example.com", password: "correct-horse", again: "correct-horse" };

async function register(page, values) {
  for (const [field, value] of Object.entries({ ...GOOD, ...values })) await page.getByTestId(`register-${field}`).fill(value);
  await page.getByTestId("register-submit").click();
}

const rows = (page) => page.getByTestId("session-list").getByRole("listitem");

async function openProfile(page, server, person) {
  await login(page, server, "/profile", person);
  await page.getByTestId("session-list").waitFor();
}

check("an account is made, and leads on to the place one wanted", {}, async ({ page, server }) => {
  await page.goto(`${server.url}/runs?status=failed`);
  await page.getByRole("link", { name: "Create one" }).click();
  await page.getByText("An administrator can let you do more.").waitFor();
  await register(page, {});
  await page.waitForURL(/\/runs\?status=failed$/);
  await page.getByTestId("user-menu").click();
  await page.getByText("viewer").waitFor();
  await page.getByTestId("menu-profile").click();
  await page.waitForURL(/\/profile$/);
  await shows(() => page.getByTestId("profile-full-name").inputValue(), "New Comer");
  await page.getByRole("region", { name: "Account" }).getByText("Viewer").waitFor();

  await page.getByTestId("user-menu").click();
  await page.getByTestId("logout").click();
  await page.getByRole("link", { name: "Create one" }).waitFor();
  await fillLogin(page, GOOD.password, GOOD.username);
  await page.getByTestId("session-list").waitFor();
});

check("whoever logs out waits for nothing that the server would refuse now", {}, async ({ page, server }) => {
  const isSessions = (request) => request.url().endsWith("/auth/sessions");
  await page.route(/\/auth\/sessions$/, () => undefined);
  const asked = page.waitForRequest(isSessions);
  const dropped = page.waitForEvent("requestfailed", isSessions);
  await page.route(/\/auth\/logout$/, (route) => dropped.then(() => route.continue()));
  await login(page, server, "/profile");
  await asked;
  await page.getByTestId("user-menu").click();
  await page.getByTestId("logout").click();
  await page.getByTestId("login-submit").waitFor();
});

check("nothing wrong is sent, and what is wrong is said at its field", {}, async ({ page, server }) => {
  await page.goto(`${server.url}/register`);
  let isSent = false;
  page.on("request", (request) => (isSent ||= request.url().endsWith("/auth/register")));
  await register(page, { username: "New Comer", email: "nobody", password: "short", again: "other" });
  for (const says of ["Use small letters only.", "Write it as name@example.com.", "Use 10 characters or more.", "The two passwords differ."]) {
    await page.getByText(says).waitFor();
  }
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-testid") === "register-username");
  assert.equal(isSent, false);
});

check("a name that is taken is said at its field", { expected: [/status of 409/] }, async ({ page, server }) => {
  await page.goto(`${server.url}/register`);
  await register(page, { username: "admin" });
  const field = page.getByTestId("register-username");
  await page.waitForFunction(() => document.activeElement?.getAttribute("aria-invalid") === "true");
  await shows(() => field.getAttribute("aria-invalid"), "true");
  await shows(() => page.getByRole("alert").count(), 0);
  await field.fill("somebody-else");
  await page.getByTestId("register-submit").click();
  await page.getByTestId("user-menu").waitFor();
});

check("where registration is off, nothing offers it and its page says so", {}, async ({ page, server }) => {
  await pretend(page, { "GET /auth/options": { registration: false } });
  const asked = page.waitForResponse(/\/auth\/options$/);
  await page.goto(`${server.url}/login?next=/runs`);
  await page.getByTestId("login-submit").waitFor();
  await asked;
  await shows(() => page.getByText("No account yet?").count(), 0);
  await page.goto(`${server.url}/register?next=/runs`);
  await page.getByTestId("registration-off").getByRole("link", { name: "Go to log-in" }).click();
  await page.waitForURL(/\/login\?next=%2Fruns$/);
});

check("a profile is found with Ctrl+K, and a change survives a reload", {}, async ({ page, server }) => {
  const person = await server.addUser("dora");
  await login(page, server, "/variables", person);
  await page.keyboard.press("Control+k");
  await page.getByTestId("palette-field").fill("profile");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/profile$/);
  await page.getByTestId("profile-full-name").fill("  Dora Example ");
  await page.getByTestId("profile-email").fill("dora@example.com");
  await page.getByTestId("profile-save").click();
  await page.getByText("Your profile is saved.").waitFor();
  await page.reload();
  await page.getByTestId("session-list").waitFor();
  await shows(() => page.getByTestId("profile-full-name").inputValue(), "Dora Example");
  await shows(() => page.getByTestId("profile-email").inputValue(), "dora@example.com");
  await page.getByTestId("user-menu").click();
  await page.getByText("Dora Example").waitFor();
});

check("a change that is not saved is not left behind without asking", {}, async ({ page, server }) => {
  await openProfile(page, server, await server.addUser("emil"));
  const name = page.getByTestId("profile-full-name");
  await name.fill("Emil");
  const leave = () => page.getByRole("link", { name: "Variables" }).click();
  await leave();
  const dialog = page.getByRole("dialog", { name: "Unsaved changes" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.waitFor({ state: "detached" });
  await shows(() => name.inputValue(), "Emil");
  await leave();
  await dialog.getByRole("button", { name: "Leave without saving" }).click();
  await page.waitForURL(/\/variables$/);
});

check("another session is ended from here", {}, async ({ page, server, browser }) => {
  const person = await server.addUser("frida");
  await openProfile(page, server, person);
  await page.getByText("You are not logged in anywhere else.").waitFor();
  const other = await openPage(browser);
  await openProfile(other, server, person);
  await shows(() => rows(other).count(), 2);

  await page.reload();
  await rows(page).nth(1).waitFor();
  await rows(page).filter({ hasText: "This one" }).getByText("Chrome on Linux").waitFor();
  await rows(page).getByRole("button", { name: "Log out Chrome on Linux" }).click();
  await page.getByText("You are not logged in anywhere else.").waitFor();
  await other.reload();
  await other.getByTestId("login-submit").waitFor();
  await other.context().close();
});

check("one logs out everywhere, here too", { expected: ENDED }, async ({ page, server, browser }) => {
  const person = await server.addUser("gerd");
  await openProfile(page, server, person);
  const other = await openPage(browser);
  await openProfile(other, server, person);
  await page.getByTestId("profile-full-name").fill("Not saved");
  await page.getByTestId("end-all-sessions").click();
  await page.getByRole("dialog").getByRole("button", { name: "Log out everywhere" }).click();
  await page.getByTestId("login-submit").waitFor();
  await other.reload();
  await other.getByTestId("login-submit").waitFor();
  await other.context().close();
});
