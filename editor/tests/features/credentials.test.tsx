// The page of credentials: a form by what a type asks for, secrets that are never shown, and deleting what is in use.
import type { QueryClient } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { CredentialSearch } from "../../src/core/credentials";
import { CredentialsPage } from "../../src/features/credentials";
import { credentialField, stored, WEB_LOGIN } from "../kit/credentials";
import { heldAnswer, pretendServer, show } from "../kit/page";

const user = userEvent.setup();
const UNUSED = { targets: [], flows: [] };
const EVENTS = [
  {
    at: "2026-01-02T00:00:00Z",
    by: "ben",
    action: "use",
    details: { run: "r1", node: "ask", purpose: "sign in" },
  },
  { at: "2026-01-01T00:00:00Z", by: "ann", action: "create", details: {} },
];

// Rows are drawn for the room there is, and the test browser has no layout.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
});

const ANSWERS = {
  "GET /credentials": { items: [stored], next_cursor: null },
  "GET /credentials/types": { items: [WEB_LOGIN] },
  "GET /credentials/c1": stored,
  "GET /credentials/c1/usage": UNUSED,
  "GET /credentials/c1/history": { items: EVENTS, next_cursor: null },
};

async function open(answers: { [request: string]: unknown } = {}, search: CredentialSearch = {}) {
  const requests = pretendServer({ ...ANSWERS, ...answers });
  queries = await show(<CredentialsPage search={search} />);
  await screen.findByTestId("credential-row-shop");
  return requests;
}

let queries: QueryClient;
/** What was sent, as long as it is kept. */
const kept = () => queries.getMutationCache().getAll();

const refusal = (status: number, body: object) => () => Response.json(body, { status });
const field = (name: string) => screen.findByTestId(`field-${name}`) as Promise<HTMLInputElement>;

async function choose(testId: string, option: string) {
  await user.click(await screen.findByTestId(testId));
  await user.click(await screen.findByRole("option", { name: option }));
}

describe("a new credential", () => {
  test("asks what its type asks for, and is sent as that", async () => {
    const requests = await open({ "POST /credentials": stored });
    await user.click(screen.getByTestId("create-credential"));
    await choose("credential-type", "Web login");
    await user.type(await screen.findByTestId("credential-name"), "shop ");
    expect(screen.queryByTestId("field-token")).toBeNull();
    await choose("field-method", "Token");
    await user.type(await field("token"), "abc");
    expect(screen.queryByTestId("field-password")).toBeNull();
    await user.click(screen.getByTestId("credential-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]).toEqual({
      method: "POST",
      path: "/credentials",
      body: {
        type: "web_login",
        name: "shop",
        description: "",
        fields: { method: "token", token: "abc", port: 443 },
      },
    });
    await waitFor(() => expect(kept()).toEqual([]));
  });

  test("says what is missing where it is missing, and sends nothing", async () => {
    const requests = await open();
    await user.click(screen.getByTestId("create-credential"));
    await choose("credential-type", "Web login");
    await user.type(await screen.findByTestId("credential-name"), "shop");
    await user.click(screen.getByTestId("credential-save"));
    expect(await screen.findByText("Password is needed.")).toBeTruthy();
    expect(requests).toEqual([]);
  });

  test("shows the server's words at their fields", async () => {
    const errors = [{ field: "fields.username", message: "This name is not allowed." }];
    await open({ "POST /credentials": refusal(422, { code: "invalid", detail: "No.", errors }) });
    await user.click(screen.getByTestId("create-credential"));
    await choose("credential-type", "Web login");
    await user.type(await screen.findByTestId("credential-name"), "shop");
    await user.type(await field("username"), "root");
    await user.type(await field("password"), "x");
    await user.click(screen.getByTestId("credential-save"));
    expect(await screen.findByText("This name is not allowed.")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    await user.type(await field("username"), "2");
    expect(screen.queryByText("This name is not allowed.")).toBeNull();
  });

  test("says that the name is taken", async () => {
    await open({ "POST /credentials": refusal(409, { code: "name_taken", detail: "No." }) });
    await user.click(screen.getByTestId("create-credential"));
    await choose("credential-type", "Web login");
    await user.type(await screen.findByTestId("credential-name"), "shop");
    await user.type(await field("username"), "root");
    await user.type(await field("password"), "x");
    await user.click(screen.getByTestId("credential-save"));
    expect(await screen.findByText("There is a credential with this name.")).toBeTruthy();
  });

  test("opens empty after another was left", async () => {
    await open();
    await user.click(screen.getByTestId("create-credential"));
    await choose("credential-type", "Web login");
    await user.type(await field("password"), "left behind");
    await user.keyboard("{Escape}");
    expect((await field("password")).value).toBe("left behind");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByTestId("credential-form")).toBeNull());
    await user.click(screen.getByTestId("create-credential"));
    await choose("credential-type", "Web login");
    expect((await field("password")).value).toBe("");
  });
});

describe("a known credential", () => {
  test("is edited without its secrets, which stay when nothing is typed", async () => {
    const requests = await open({ "PUT /credentials/c1": stored });
    await user.click(screen.getByLabelText("Edit shop"));
    const username = await field("username");
    expect(username.value).toBe("ann");
    const password = await field("password");
    expect(password.value).toBe("");
    expect(password.placeholder).toBe("Unchanged");
    await user.clear(username);
    await user.type(username, "ben");
    await user.click(screen.getByTestId("credential-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]?.body).toEqual({
      name: "shop",
      description: "",
      revision: 3,
      fields: { method: "basic", username: "ben", port: 8443 },
    });
  });

  test("loses an optional secret that is taken away, unless it is kept after all", async () => {
    const fields = [...WEB_LOGIN.fields, credentialField("pin", { kind: "password", secret: true })];
    const requests = await open({
      "GET /credentials/types": { items: [{ ...WEB_LOGIN, fields }] },
      "GET /credentials/c1": { ...stored, secrets: ["password", "pin"] },
      "PUT /credentials/c1": stored,
    });
    await user.click(screen.getByLabelText("Edit shop"));
    const pin = await field("pin");
    expect(screen.queryByRole("button", { name: "Take away: Password" })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Take away: Pin" }));
    expect([pin.disabled, pin.placeholder]).toEqual([true, "Gone once you store this"]);
    await user.click(screen.getByRole("button", { name: "Keep it: Pin" }));
    expect([pin.disabled, pin.placeholder]).toEqual([false, "Unchanged"]);
    await user.click(screen.getByRole("button", { name: "Take away: Pin" }));
    await user.click(screen.getByTestId("credential-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]?.body).toMatchObject({
      fields: { method: "basic", username: "ann", port: 8443, pin: null },
    });
  });

  test("that somebody else changed is read again before it is stored", async () => {
    let revision = 3;
    const requests = await open({
      "GET /credentials/c1": () =>
        Response.json({
          ...stored,
          revision,
          fields: { ...stored.fields, username: revision === 3 ? "ann" : "eve" },
        }),
      "PUT /credentials/c1": refusal(409, { code: "changed_meanwhile", detail: "No." }),
    });
    await user.click(screen.getByLabelText("Edit shop"));
    await field("username");
    await user.click(screen.getByTestId("credential-save"));
    const note = await screen.findByTestId("changed-meanwhile");
    revision = 4;
    await user.click(within(note).getByRole("button", { name: "Read it again" }));
    await waitFor(async () => expect((await field("username")).value).toBe("eve"));
    await user.click(screen.getByTestId("credential-save"));
    await waitFor(() => expect(requests).toHaveLength(2));
    expect(requests[1]?.body).toMatchObject({ revision: 4, fields: { username: "eve" } });
  });

  test("is rotated by its secrets alone", async () => {
    const requests = await open({ "POST /credentials/c1/rotate": stored }, { show: "c1" });
    await user.click(await screen.findByTestId("credential-rotate"));
    expect(await screen.findByText(/References stay as well/)).toBeTruthy();
    expect(screen.queryByTestId("field-username")).toBeNull();
    const submit = screen.getByTestId("rotate-save") as HTMLButtonElement;
    expect(submit.disabled).toBe(true);
    await user.type(await field("password"), "new one");
    await user.click(submit);
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]).toEqual({
      method: "POST",
      path: "/credentials/c1/rotate",
      body: { fields: { password: "new one" } },
    });
    await waitFor(() => expect(kept()).toEqual([]));
  });

  test("says where it is used and what became of it, with links", async () => {
    const usage = {
      targets: [{ id: "t1", name: "web-1" }],
      flows: [{ id: "f1", name: "Deploy", nodes: ["ask"] }],
    };
    await open({ "GET /credentials/c1/usage": usage }, { show: "c1" });
    const used = within(await screen.findByTestId("credential-usage"));
    expect(used.getByRole("link", { name: "web-1" }).getAttribute("href")).toBe("/targets?show=t1");
    expect(used.getByRole("link", { name: "Deploy" }).getAttribute("href")).toBe("/flows/f1");
    expect(used.getByRole("link", { name: "ask" }).getAttribute("href")).toBe("/flows/f1?node=ask");
    const history = within(await screen.findByTestId("credential-history"));
    expect(history.getByText(/Used by ben for sign in at ask/)).toBeTruthy();
    expect(history.getByRole("link", { name: "a run" }).getAttribute("href")).toBe("/runs/r1");
  });
});

describe("a search", () => {
  const byText = (found: (text: string | null) => Response | Promise<Response>) => ({
    "GET /credentials": (path: string) => found(new URLSearchParams(path.split("?")[1]).get("q")),
  });
  const NOTHING = { items: [], next_cursor: null };

  test("stays when its answer failed", async () => {
    pretendServer({ ...ANSWERS, ...byText(() => Response.json({ detail: "Not now." }, { status: 500 })) });
    await show(<CredentialsPage search={{ search: "shop" }} />);
    await screen.findByText("The credentials could not be read");
    expect(screen.getByTestId("credential-search")).toHaveProperty("value", "shop");
  });

  test("that found nothing does not say that there is nothing once it is taken back", async () => {
    const held = heldAnswer();
    pretendServer({ ...ANSWERS, ...byText((text) => (text ? Response.json(NOTHING) : held.promise)) });
    function Searching() {
      const [search, setSearch] = useState<CredentialSearch>({ search: "zz" });
      return (
        <>
          <button type="button" onClick={() => setSearch({})}>
            Search for nothing
          </button>
          <CredentialsPage search={search} />
        </>
      );
    }
    await show(<Searching />);
    await screen.findByText("No credential matches.");
    await user.click(screen.getByRole("button", { name: "Search for nothing" }));
    await screen.findByLabelText("Loading");
    expect(screen.queryByText(/no credentials yet/)).toBeNull();
    expect(screen.getByTestId("credential-search")).toBeTruthy();
    held.give(Response.json(NOTHING));
    await screen.findByText("There are no credentials yet.");
  });
});

describe("deleting a credential", () => {
  test("asks first", async () => {
    const requests = await open({ "DELETE /credentials/c1": undefined });
    await user.click(screen.getByLabelText("Delete shop"));
    const button = (await screen.findByRole("button", { name: "Delete credential" })) as HTMLButtonElement;
    await waitFor(() => expect(button.disabled).toBe(false));
    await user.click(button);
    await waitFor(() =>
      expect(requests).toEqual([{ method: "DELETE", path: "/credentials/c1", body: undefined }]),
    );
  });

  test("that is in use says by what, and wants its name typed", async () => {
    const usage = { targets: [{ id: "t1", name: "web-1" }], flows: [] };
    const requests = await open({ "GET /credentials/c1/usage": usage, "DELETE /credentials/c1": undefined });
    await user.click(screen.getByLabelText("Delete shop"));
    expect(await screen.findByRole("link", { name: "web-1" })).toBeTruthy();
    const button = screen.getByRole("button", { name: "Delete anyway" }) as HTMLButtonElement;
    expect(button.disabled).toBe(true);
    await user.type(screen.getByTestId("delete-name"), "shop");
    expect(button.disabled).toBe(false);
    await user.click(button);
    await waitFor(() => expect(requests[0]?.path).toBe("/credentials/c1?force=true"));
  });

  test("that turns out to be in use asks for its name then", async () => {
    const refused = refusal(409, { code: "credential_in_use", detail: "Used by target web-1." });
    await open({ "DELETE /credentials/c1": refused });
    await user.click(screen.getByLabelText("Delete shop"));
    const button = (await screen.findByRole("button", { name: "Delete credential" })) as HTMLButtonElement;
    await waitFor(() => expect(button.disabled).toBe(false));
    await user.click(button);
    expect(await screen.findByText(/Used by target web-1/)).toBeTruthy();
    expect(screen.getByTestId("delete-name")).toBeTruthy();
  });
});
