// The session: one silent refresh for all who wait, and back to the log-in when it fails.
import { describe, expect, test } from "vitest";
import { Client } from "../../src/api/client";
import { ApiError } from "../../src/api/problem";

interface Call {
  path: string;
  token: string | null;
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status });
const user = { id: "u", username: "ann", role: "admin" };

/** A server on which only the newest token is good. */
function fakeServer(options: { canRefresh: boolean; isDown?: boolean }) {
  const calls: Call[] = [];
  let newest = 0;
  const fetcher = async (input: RequestInfo | URL, init?: RequestInit) => {
    const path = String(input).replace("/api/v1", "");
    const token = new Headers(init?.headers).get("Authorization");
    calls.push({ path, token });
    await Promise.resolve();
    if (options.isDown) return json(503, { detail: "Not now." });
    if (path === "/auth/register") return json(409, { code: "name_taken" });
    if (path === "/auth/revoke-all") return json(200, {});
    if (path === "/auth/login" || (path === "/auth/refresh" && options.canRefresh)) {
      newest += 1;
      return json(200, { access_token: `t${newest}`, expires_in: 900, user });
    }
    if (path === "/auth/refresh") return json(401, { code: "no_refresh_token", detail: "Log in." });
    if (token !== `Bearer t${newest}`) return json(401, { code: "token_expired", request_id: "r7" });
    return json(200, { path });
  };
  let isMarked = true;
  const hint = {
    has: () => isMarked,
    set: (next: boolean) => {
      isMarked = next;
    },
  };
  return { calls, hint, client: new Client(fetcher as typeof fetch, hint), expire: () => (newest += 1) };
}

test("an answer without a body is one, whatever its status", async () => {
  for (const status of [202, 204]) {
    const { hint } = fakeServer({ canRefresh: true });
    const client = new Client(async () => new Response(null, { status }), hint);
    expect(await client.json("/runs/r/debug", { method: "POST" })).toBeUndefined();
  }
});

describe("session", () => {
  test("requests that fail together share one refresh and all succeed", async () => {
    const { client, calls, expire } = fakeServer({ canRefresh: true });
    await client.login("ann", "secret");
    expire();
    const answers = await Promise.all(["/a", "/b", "/c"].map((path) => client.get<{ path: string }>(path)));
    expect(answers.map((answer) => answer.path)).toEqual(["/a", "/b", "/c"]);
    expect(calls.filter((call) => call.path === "/auth/refresh")).toHaveLength(1);
    expect(client.session.getState().status).toBe("in");
  });

  test("a refresh that fails ends the session but remembers who it was", async () => {
    const { client, calls, expire } = fakeServer({ canRefresh: false });
    await client.login("ann", "secret");
    expire();
    await expect(client.get("/a")).rejects.toMatchObject({
      status: 401,
      code: "token_expired",
      requestId: "r7",
    });
    expect(client.session.getState()).toMatchObject({ status: "expired", user: { username: "ann" } });
    expect(calls.filter((call) => call.path === "/a")).toHaveLength(1);
  });

  test("an account that was refused leaves one signed out, and is sent without a token", async () => {
    const { client, calls } = fakeServer({ canRefresh: true });
    await client.login("ann", "secret");
    await expect(client.register({ username: "ann", password: "x" })).rejects.toMatchObject({
      code: "name_taken",
    });
    expect(calls.at(-1)).toEqual({ path: "/auth/register", token: null });
  });

  test("logging out everywhere ends the session here too", async () => {
    const { client, hint } = fakeServer({ canRefresh: true });
    await client.login("ann", "secret");
    await client.logoutEverywhere();
    expect(client.session.getState()).toEqual({ status: "out", user: null });
    expect(hint.has()).toBe(false);
    expect(client.accessToken()).toBeNull();
  });

  test("a first visit asks nothing, a session that is gone leaves one signed out", async () => {
    const first = fakeServer({ canRefresh: false });
    first.hint.set(false);
    await first.client.restore();
    expect(first.calls).toEqual([]);
    const gone = fakeServer({ canRefresh: false });
    await gone.client.restore();
    expect(gone.client.session.getState()).toEqual({ status: "out", user: null });
    expect(gone.hint.has()).toBe(false);
  });

  test("a server that does not answer ends no session", async () => {
    const { client, hint, calls } = fakeServer({ canRefresh: true, isDown: true });
    await client.restore();
    expect(calls).toHaveLength(1);
    expect(client.session.getState().status).toBe("unreachable");
    expect(hint.has()).toBe(true);
  });

  test("the live channel learns each newer token", async () => {
    const { client } = fakeServer({ canRefresh: true });
    const tokens: string[] = [];
    client.onToken((token) => tokens.push(token));
    await client.login("ann", "secret");
    await client.refresh();
    expect(tokens).toEqual(["t1", "t2"]);
  });

  test("an unreachable server is a problem with words, not a crash", async () => {
    const client = new Client((() => Promise.reject(new TypeError("failed"))) as unknown as typeof fetch);
    await expect(client.get("/a")).rejects.toBeInstanceOf(ApiError);
    await expect(client.get("/a")).rejects.toMatchObject({ status: 0, code: "unreachable" });
  });
});
