// Making an account for oneself, and the page about it.
import { notifications } from "@mantine/notifications";
import { onlineManager } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { client } from "../../src/api/client";
import { LoginPage, UserMenu } from "../../src/features/session";
import { ProfilePage, RegisterPage } from "../../src/features/session/account";
import { pretendServer, show } from "../kit/page";

const user = userEvent.setup();
const nothing = () => undefined;
const problem = (status: number, body: object) => () => Response.json(body, { status });
const never = () => new Promise(nothing);

beforeEach(() => {
  vi.spyOn(notifications, "show").mockReturnValue("");
});

afterEach(() => {
  onlineManager.setOnline(true);
  vi.restoreAllMocks();
});

const toasts = () => vi.mocked(notifications.show).mock.calls.map(([{ title, message }]) => title ?? message);

describe("before one is logged in", () => {
  const on = { "GET /auth/options": { registration: true } };

  test("an account is offered where the server makes some, with the place one wanted", async () => {
    pretendServer(on);
    await show(<LoginPage next="/runs?status=failed" onDone={nothing} />);
    const link = await screen.findByRole("link", { name: "Create one" });
    expect(link.getAttribute("href")).toBe("/register?next=%2Fruns%3Fstatus%3Dfailed");
  });

  test.each([
    ["registration is off", { registration: false }],
    ["the server does not say", problem(500, { code: "broken" })],
  ])("nothing is offered when %s", async (_, answer) => {
    pretendServer({ "GET /auth/options": answer });
    const queries = await show(<LoginPage onDone={nothing} />);
    await waitFor(() => expect(queries.isFetching()).toBe(0));
    expect(screen.queryByText(/No account yet/)).toBeNull();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("says that registration is off, and leads back", async () => {
    pretendServer({ "GET /auth/options": { registration: false } });
    await show(<RegisterPage next="/runs" />);
    const note = await screen.findByTestId("registration-off");
    expect(note.textContent).toContain("Ask an administrator");
    expect(within(note).getByRole("link", { name: "Go to log-in" }).getAttribute("href")).toMatch(
      /^\/login\?next=/,
    );
  });

  test("says what failed when the server does not tell whether it is on", async () => {
    pretendServer({ "GET /auth/options": problem(500, { detail: "The disk is full." }) });
    await show(<RegisterPage />);
    expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
  });

  const type = async (values: { [field: string]: string }) => {
    for (const [field, value] of Object.entries(values)) {
      await user.clear(screen.getByTestId(`register-${field}`));
      await user.type(screen.getByTestId(`register-${field}`), value);
    }
  };
  const good = { username: "ann", password: "correct horse", again: "correct horse" };
  const open = async (answer: unknown) => {
    const requests = pretendServer({ ...on, "POST /auth/register": answer });
    client.session.setState({ status: "out", user: null });
    await show(<RegisterPage />);
    await screen.findByText(/You can look at flows and runs\. An administrator can let you do more\./);
    return requests;
  };
  const send = () => user.click(screen.getByTestId("register-submit"));

  test("nothing is sent before everything is right, and each mistake is said at its field", async () => {
    const requests = await open(problem(500, {}));
    await type({ username: "Ann", email: "ann", password: "short", again: "other" });
    expect(screen.queryByText(/Use small letters only/)).toBeNull();
    await send();
    for (const says of [
      /Use small letters only/,
      /name@example\.com/,
      /Use 10 characters/,
      /passwords differ/,
    ]) {
      expect(screen.getByText(says)).toBeTruthy();
    }
    expect(document.activeElement).toBe(screen.getByTestId("register-username"));
    expect(screen.getByTestId("register-username").getAttribute("aria-invalid")).toBe("true");
    await type(good);
    expect(screen.queryByText(/passwords differ/)).toBeNull();
    expect(requests).toEqual([]);
  });

  test("what was typed is sent, and one is logged in with it", async () => {
    const newcomer = { id: "n", username: "ann", role: "viewer", must_change_password: false };
    const requests = await open({ access_token: "t", expires_in: 900, user: newcomer });
    await type({ ...good, "full-name": " Ann Lee ", email: "ann@example.com" });
    await send();
    await waitFor(() => expect(client.session.getState()).toEqual({ status: "in", user: newcomer }));
    const body = {
      username: "ann",
      password: "correct horse",
      full_name: "Ann Lee",
      email: "ann@example.com",
    };
    expect(requests).toEqual([{ method: "POST", path: "/auth/register", body: { ...body, cookie: true } }]);
  });

  test("a name that is taken is said at its field until it is changed", async () => {
    const errors = [{ field: "username", message: "Somebody has this name." }];
    await open(problem(409, { code: "name_taken", detail: "Taken.", errors }));
    await type(good);
    await send();
    expect(await screen.findByText("Somebody has this name.")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId("register-username")));
    await type({ username: "anna" });
    expect(screen.queryByText("Somebody has this name.")).toBeNull();
  });

  test.each([
    [429, { code: "rate_limited", retry_after: 25 }, /Wait 25 s/],
    [429, { code: "rate_limited", retry_after: 61 }, /Wait 2 minutes/],
    [422, { code: "invalid", detail: "Not so.", errors: [{ field: "role", message: "No." }] }, /Not so\./],
  ])("what belongs to no field is said on top: %i", async (status, body, says) => {
    await open(problem(status, body));
    await type(good);
    await send();
    expect((await screen.findByRole("alert")).textContent).toMatch(says);
  });
});

describe("your profile", () => {
  const me = { id: "u", username: "ann", role: "operator", must_change_password: false };
  const stored = {
    user: me,
    profile: { full_name: "Ann Lee", email: "ann@example.com", created_at: "2026-01-02T00:00:00Z" },
  };
  const session = (id: string, device: string, is_current = false) => ({
    id,
    device,
    address: "192.0.2.7",
    created_at: "2026-01-02T00:00:00Z",
    last_used_at: new Date().toISOString(),
    is_current,
  });
  const here = session(
    "here",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    true,
  );
  const there = session("there", "curl/8.5.0");
  const page = (...items: object[]) => ({ items, next_cursor: null });
  const open = async (more: { [request: string]: unknown } = {}) => {
    const requests = pretendServer({
      "GET /auth/me": stored,
      "GET /auth/sessions": page(here, there),
      "GET /auth/me/notifications": { runs: "off", email: "ann@example.com", available: true },
      ...more,
    });
    await show(
      <>
        <UserMenu />
        <ProfilePage />
      </>,
    );
    return requests;
  };
  const nameField = () => screen.findByTestId("profile-full-name") as Promise<HTMLInputElement>;
  const saveButton = () => screen.getByTestId("profile-save") as HTMLButtonElement;

  test("says who one is and what one may do", async () => {
    await open();
    const card = await screen.findByRole("region", { name: "Account" });
    expect(card.textContent).toContain("ann");
    expect(card.textContent).toContain("Operator");
    expect(card.textContent).toContain("change flows, run them");
    expect(card.textContent).toContain("2026");
  });

  test("the account menu leads here, and shows the full name once it is known", async () => {
    await open();
    await nameField();
    await user.click(screen.getByTestId("user-menu"));
    const items = await screen.findAllByRole("menuitem");
    expect(items[0]?.textContent).toBe("Your profile");
    expect(items[0]?.getAttribute("href")).toBe("/profile");
    expect(screen.getByText("Ann Lee")).toBeTruthy();
    expect(screen.getByText("ann, operator")).toBeTruthy();
  });

  test("the account menu asks nothing by itself", async () => {
    pretendServer({});
    const ask = vi.spyOn(globalThis, "fetch");
    await show(<UserMenu />);
    await user.click(screen.getByTestId("user-menu"));
    expect(await screen.findByText("Your profile")).toBeTruthy();
    expect(ask).not.toHaveBeenCalled();
  });

  test("a change is saved, and cancel takes it back", async () => {
    const saved = { user: me, profile: { ...stored.profile, full_name: "Ann B. Lee" } };
    const requests = await open({ "PUT /auth/me": saved });
    const name = await nameField();
    expect(saveButton().disabled).toBe(true);
    await user.type(name, " the second");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    expect(name.value).toBe("Ann Lee");
    await user.clear(name);
    await user.type(name, " Ann B. Lee");
    await user.click(saveButton());
    await waitFor(() => expect(toasts()).toEqual(["Your profile is saved."]));
    expect(name.value).toBe("Ann B. Lee");
    expect(saveButton().disabled).toBe(true);
    const body = { full_name: "Ann B. Lee", email: "ann@example.com" };
    expect(requests).toEqual([{ method: "PUT", path: "/auth/me", body }]);
  });

  test("what is wrong is said at the field, by us and by the server", async () => {
    const errors = [{ field: "email", message: "No mail goes there." }];
    const requests = await open({ "PUT /auth/me": problem(422, { code: "invalid", errors }) });
    await nameField();
    const email = screen.getByTestId("profile-email");
    await user.type(email, "@@");
    await user.click(saveButton());
    expect(screen.getByText(/name@example\.com/)).toBeTruthy();
    expect(requests).toEqual([]);
    await user.clear(email);
    await user.type(email, "ann@nowhere");
    await user.click(saveButton());
    expect(await screen.findByText("No mail goes there.")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("a failure is told above the form, and what was typed stays", async () => {
    await open({ "PUT /auth/me": problem(500, { detail: "The disk is full.", request_id: "req-1" }) });
    const name = await nameField();
    await user.type(name, "!");
    await user.click(saveButton());
    expect((await screen.findByRole("alert")).textContent).toMatch(/not saved.*The disk is full.*req-1/);
    expect(name.value).toBe("Ann Lee!");
  });

  test("sessions are named, and each other one can be ended", async () => {
    const answers: { [request: string]: unknown } = { "DELETE /auth/sessions/there": undefined };
    const requests = await open(answers);
    const rows = await screen.findAllByRole("listitem");
    expect(rows.map((row) => row.textContent)).toEqual([
      "Firefox on LinuxThis one192.0.2.7used just now",
      "curl192.0.2.7used just nowLog out",
    ]);
    expect(screen.getByText("Firefox on Linux").getAttribute("title")).toBe(here.device);
    expect(screen.queryByText(/not logged in anywhere else/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "Log out curl, 192.0.2.7" }));
    await waitFor(() => expect(toasts()).toEqual(["Logged out: curl."]));
    expect(requests).toEqual([{ method: "DELETE", path: "/auth/sessions/there", body: undefined }]);
    expect(document.activeElement).toBe(screen.getByTestId("session-list"));
  });

  test("a session that is gone already counts as ended, another failure is told", async () => {
    const state = { answer: problem(404, { code: "not_found" }) };
    await open({ "DELETE /auth/sessions/there": () => state.answer() });
    const end = await screen.findByRole("button", { name: "Log out curl, 192.0.2.7" });
    await user.click(end);
    await waitFor(() => expect(toasts()).toEqual(["Logged out: curl."]));
    state.answer = problem(500, { detail: "Not now." });
    await user.click(end);
    await waitFor(() => expect(toasts()[1]).toBe("curl is still logged in"));
  });

  test("says when one is logged in here only", async () => {
    await open({ "GET /auth/sessions": page(here) });
    expect(await screen.findByText("You are not logged in anywhere else.")).toBeTruthy();
    expect(screen.queryByRole("button", { name: /^Log out Firefox/ })).toBeNull();
  });

  test("logging out everywhere asks first, and ends this session too", async () => {
    const requests = await open({ "POST /auth/revoke-all": undefined });
    await user.click(await screen.findByTestId("end-all-sessions"));
    const dialog = await screen.findByRole("dialog", { name: "Log out everywhere" });
    expect(dialog.textContent).toContain("in this one too");
    expect(requests).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Log out everywhere" }));
    await waitFor(() => expect(client.session.getState().status).toBe("out"));
    expect(requests.map(({ path }) => path)).toEqual(["/auth/revoke-all"]);
  });

  test("the password dialog opens from here", async () => {
    await open();
    await user.click(await screen.findByTestId("profile-password"));
    expect(await screen.findByRole("dialog", { name: "Change password" })).toBeTruthy();
  });

  describe("of the ends of one's runs", () => {
    const told = (runs: string, more = {}) => ({ runs, email: "ann@example.com", available: true, ...more });
    const asked = "GET /auth/me/notifications";
    const saved = "PUT /auth/me/notifications";
    const ends = () => screen.findByTestId("profile-run-ends") as Promise<HTMLInputElement>;
    const choose = async (name: string) => {
      await user.click(await ends());
      await user.click(await screen.findByRole("option", { name }));
    };

    test("one is told as one chooses, from then on", async () => {
      const requests = await open({ [saved]: told("failed") });
      expect((await ends()).value).toBe("Never");
      expect(screen.getByText("Mail goes to ann@example.com.")).toBeTruthy();
      expect(screen.queryByTestId("profile-no-mail")).toBeNull();
      await choose("When it fails");
      await waitFor(() => expect(toasts()).toEqual(["You get mail when a run that you started fails."]));
      expect((await ends()).value).toBe("When it fails");
      const body = { runs: "failed" };
      expect(requests).toEqual([{ method: "PUT", path: "/auth/me/notifications", body }]);
      await choose("When it fails");
      expect(requests).toHaveLength(1);
    });

    test("a choice that is not saved is taken back, and why is said in place", async () => {
      await open({ [asked]: told("ended"), [saved]: problem(500, { detail: "The disk is full." }) });
      await choose("When it succeeds");
      expect((await screen.findByRole("alert")).textContent).toMatch(
        /choice was not saved.*The disk is full/,
      );
      expect((await ends()).value).toBe("Always");
      expect(toasts()).toEqual([]);
    });

    test("without an address there is nothing to choose, until the profile has one", async () => {
      const answers = { email: null as string | null };
      const profile = { ...stored.profile, email: "" };
      await open({
        "GET /auth/me": { user: me, profile },
        "PUT /auth/me": () => {
          answers.email = "ann@new.example";
          return Response.json({ user: me, profile: { ...profile, email: answers.email } });
        },
        [asked]: () => Response.json(told("off", answers)),
      });
      expect((await ends()).disabled).toBe(true);
      expect(screen.getByText(/no e-mail address\. Fill it in first/)).toBeTruthy();
      await user.type(screen.getByTestId("profile-email"), "ann@new.example");
      await user.click(saveButton());
      expect(await screen.findByText("Mail goes to ann@new.example.")).toBeTruthy();
      expect((await ends()).disabled).toBe(false);
    });

    test("an address that has gone meanwhile is said at the choice", async () => {
      const answers = { email: "ann@example.com" as string | null };
      const errors = [{ field: "runs", message: "Fill in your e-mail address first." }];
      const refusal = () => {
        answers.email = null;
        return Response.json({ code: "no_email", detail: "No.", errors }, { status: 422 });
      };
      await open({ [asked]: () => Response.json(told("off", answers)), [saved]: refusal });
      await choose("Always");
      expect(await screen.findByText("Fill in your e-mail address first.")).toBeTruthy();
      expect(screen.queryByRole("alert")).toBeNull();
      await waitFor(async () => expect((await ends()).disabled).toBe(true));
    });

    test("where the server sends no mail it says so, and one chooses all the same", async () => {
      const no = { available: false };
      const requests = await open({ [asked]: told("off", no), [saved]: told("ended", no) });
      expect((await screen.findByTestId("profile-no-mail")).textContent).toContain("an administrator");
      await choose("Always");
      await waitFor(() => expect(toasts()).toEqual(["You get mail when a run that you started ends."]));
      expect(requests.map(({ body }) => body)).toEqual([{ runs: "ended" }]);
    });

    test("what cannot be read leaves the rest of the page", async () => {
      await open({ [asked]: problem(500, { detail: "Not now." }) });
      expect((await screen.findByRole("alert")).textContent).toContain("What you are told could not be read");
      expect((await nameField()).value).toBe("Ann Lee");
    });
  });

  test("sessions that cannot be read leave the rest of the page", async () => {
    await open({ "GET /auth/sessions": problem(500, { detail: "Not now." }) });
    expect((await screen.findByRole("alert")).textContent).toContain(
      "Where you are logged in could not be read",
    );
    expect((await nameField()).value).toBe("Ann Lee");
  });

  test.each([
    ["waits", never, () => screen.findByLabelText("Loading")],
    [
      "failed",
      problem(500, { detail: "Not now." }),
      () => screen.findByText("Your profile could not be read"),
    ],
    [
      "may not",
      problem(403, { code: "forbidden", permission: "own" }),
      () => screen.findByTestId("no-permission"),
    ],
  ])("says when the page %s", async (_, answer, seen) => {
    await open({ "GET /auth/me": answer });
    expect(await seen()).toBeTruthy();
    expect(screen.queryByTestId("profile-save")).toBeNull();
  });

  test("says once that there is no network", async () => {
    onlineManager.setOnline(false);
    await open();
    expect(await screen.findAllByTestId("offline-state")).toHaveLength(1);
    onlineManager.setOnline(true);
    expect((await nameField()).value).toBe("Ann Lee");
  });
});
