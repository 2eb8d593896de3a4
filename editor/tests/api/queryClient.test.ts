// What was read in a session goes with it, before the next page asks for anything.
import { expect, test, vi } from "vitest";
import { client } from "../../src/api/client";
import { queryClient } from "../../src/api/queryClient";

test("what was read in a session is gone when the session is, and what the next page reads stays", async () => {
  const user = { id: "u", username: "ada", role: "viewer" };
  vi.stubGlobal("fetch", async () => Response.json({ access_token: "t", user }));
  await client.login("ada", "secret");
  queryClient.setQueryData(["runs"], ["mine"]);
  const seen: unknown[] = [];
  const stop = client.session.subscribe(({ status }) => {
    if (status !== "out") return;
    seen.push(queryClient.getQueryData(["runs"]));
    queryClient.setQueryData(["options"], "read by the log-in page");
  });
  await client.logout();
  expect(seen).toEqual([undefined]);
  expect(queryClient.getQueryData(["options"])).toBe("read by the log-in page");
  stop();
  vi.unstubAllGlobals();
});
