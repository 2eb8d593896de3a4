// The pages of targets and their groups: a form that is sent whole, a connection that is tested, keys that are trusted.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { client } from "../../src/api/client";
import type { TargetSearch } from "../../src/core/targetList";
import { GroupsPage, TargetsPage } from "../../src/features/targets";
import { heldAnswer, pretendServer, show } from "../kit/page";
import { hostKey, machine } from "../kit/targets";

const user = userEvent.setup();
const FACETS = {
  os_type: [{ value: "linux", count: 3 }],
  environment: [],
  status: [],
  tag: [],
  group: [{ id: "g1", name: "web", count: 2 }],
};
const group = {
  id: "g1",
  name: "web",
  description: "",
  tags: [],
  members: 1,
  revision: 7,
  updated_by: "ann",
  updated_at: "2026-01-01T00:00:00Z",
};

// Rows are drawn for the room there is, and the test browser has no layout.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
});

const ANSWERS = {
  "GET /targets": { items: [machine, { ...machine, id: "t2", name: "db-1" }], next_cursor: null },
  "GET /targets/facets": FACETS,
  "GET /targets/t1": machine,
  "GET /targets/t1/host-keys": { items: [hostKey("old", "trusted"), hostKey("new", "offered")] },
  "GET /credentials/names": { items: [{ id: "c1", name: "shop", type: "web_login" }] },
  "GET /target-groups": { items: [group], next_cursor: null },
  "GET /target-groups/g1": { ...group, targets: [{ ...machine }] },
};

async function open(answers: { [request: string]: unknown } = {}, search: TargetSearch = {}) {
  const requests = pretendServer({ ...ANSWERS, ...answers });
  await show(<TargetsPage search={search} />);
  await screen.findByTestId("target-row-web-1");
  return requests;
}

const refusal = (status: number, body: object) => () => Response.json(body, { status });
const focused = () => (document.activeElement as HTMLElement | null)?.dataset.testid;
const value = async (testId: string) => ((await screen.findByTestId(testId)) as HTMLInputElement).value;

test("the list is read and marked in the order it is asked for", async () => {
  const asked: string[] = [];
  const answer = (path: string) => {
    asked.push(path);
    return Response.json({ items: [machine], next_cursor: null });
  };
  await open({ "GET /targets": answer }, { sort: "-environment" });
  expect(asked[0]).toContain("sort=-environment");
  const order = (name: string) => screen.getByRole("columnheader", { name }).getAttribute("aria-sort");
  expect([order("Environment"), order("Name"), order("Host name")]).toEqual(["descending", null, null]);
});

describe("a target", () => {
  test("that is new begins empty and is sent whole", async () => {
    const requests = await open({ "POST /targets": machine });
    await user.click(screen.getByTestId("create-target"));
    await user.click(await screen.findByTestId("target-save"));
    expect(await screen.findByText("A name is needed.")).toBeTruthy();
    await waitFor(() => expect(focused()).toBe("target-name"));
    expect(requests).toEqual([]);
    await user.type(screen.getByTestId("target-name"), "web-9");
    await user.type(screen.getByTestId("target-hostname"), "192.0.2.9");
    await user.click(screen.getByTestId("target-credential"));
    await user.click(await screen.findByRole("option", { name: "shop" }));
    await user.type(screen.getByTestId("target-tags"), "eu{Enter}");
    await user.click(screen.getByTestId("target-depends-on"));
    await user.click(await screen.findByRole("option", { name: "db-1" }));
    await user.click(screen.getByTestId("target-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]).toMatchObject({
      method: "POST",
      path: "/targets",
      body: {
        name: "web-9",
        hostname: "192.0.2.9",
        credential: "c1",
        tags: ["eu"],
        depends_on: ["t2"],
        port: 22,
      },
    });
  });

  test("is edited with what is stored, and sent with its revision", async () => {
    const requests = await open({ "PUT /targets/t1": machine });
    await user.click(screen.getByLabelText("Edit web-1"));
    expect(await value("target-name")).toBe("web-1");
    expect(await value("target-port")).toBe("2222");
    expect(await value("target-credential")).toBe("shop");
    expect(screen.getByTestId("target-groups").textContent).toContain("In the group web.");
    await user.clear(screen.getByTestId("target-environment"));
    await user.click(screen.getByTestId("target-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]?.path).toBe("/targets/t1");
    expect(requests[0]?.body).toMatchObject({
      revision: 5,
      environment: "",
      port: 2222,
      metadata: { rack: "B4" },
    });
    expect(requests[0]?.body).not.toHaveProperty("groups");
  });

  test("is refused at its fields, in the server's words", async () => {
    const errors = [{ field: "depends_on", message: "web-1 and db-1 would need each other." }];
    await open({ "PUT /targets/t1": refusal(422, { code: "invalid", detail: "No.", errors }) });
    await user.click(screen.getByLabelText("Edit web-1"));
    await user.click(await screen.findByTestId("target-save"));
    expect(await screen.findByText("web-1 and db-1 would need each other.")).toBeTruthy();
    await waitFor(() => expect(focused()).toBe("target-depends-on"));
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("is stored without a port where nothing connects to it; a refusal of what is not shown is told", async () => {
    const errors = [{ field: "port", message: "No such port." }];
    const requests = await open({
      "PUT /targets/t1": refusal(422, { code: "invalid", detail: "No.", errors }),
    });
    await user.click(screen.getByLabelText("Edit web-1"));
    await user.clear(await screen.findByTestId("target-port"));
    await user.click(screen.getByTestId("target-save"));
    await waitFor(() => expect(focused()).toBe("target-port"));
    expect(requests).toEqual([]);
    await user.click(screen.getByTestId("target-protocol"));
    await user.click(await screen.findByRole("option", { name: "None" }));
    await user.click(screen.getByTestId("target-save"));
    expect((await screen.findByRole("alert")).textContent).toContain("The target was not stored");
    expect(requests[0]?.body).toMatchObject({ protocol: "none", port: 22 });
  });

  test("that is half filled in stays at Esc and at a press beside it, and goes when it is cancelled", async () => {
    await open();
    const form = () => screen.queryByTestId("target-form");
    const press = async () => {
      await user.keyboard("{Escape}");
      const overlay = document.querySelector<HTMLElement>(".mantine-Drawer-overlay");
      if (overlay) await user.click(overlay);
    };
    await user.click(screen.getByTestId("create-target"));
    await screen.findByTestId("target-form");
    await press();
    await waitFor(() => expect(form()).toBeNull());
    await user.click(screen.getByTestId("create-target"));
    await user.type(await screen.findByTestId("target-name"), "web-9");
    await press();
    expect(await value("target-name")).toBe("web-9");
    await user.click(screen.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(form()).toBeNull());
  });

  test("whose deletion is on its way is waited for, to say how that ended", async () => {
    const held = heldAnswer();
    await open({ "DELETE /targets/t1": () => held.promise });
    await user.click(screen.getByLabelText("Delete web-1"));
    await user.click(await screen.findByRole("button", { name: "Delete target" }));
    const cancel = screen.getByRole<HTMLButtonElement>("button", { name: "Cancel" });
    await waitFor(() => expect(cancel.disabled).toBe(true));
    await user.keyboard("{Escape}");
    held.give(Response.json({ detail: "The disk is full." }, { status: 500 }));
    await screen.findByText("The disk is full.");
    await waitFor(() => expect(cancel.disabled).toBe(false));
    await user.click(cancel);
    await waitFor(() => expect(screen.queryByRole("button", { name: "Cancel" })).toBeNull());
  });

  test("whose name is taken says so at the name", async () => {
    await open({ "PUT /targets/t1": refusal(409, { code: "name_taken", detail: "No." }) });
    await user.click(screen.getByLabelText("Edit web-1"));
    await user.click(await screen.findByTestId("target-save"));
    expect(await screen.findByText("There is a target with this name.")).toBeTruthy();
  });

  test("that others depend on goes only when its name is typed", async () => {
    const answer = (path: string) =>
      path.includes("force=true")
        ? new Response(null, { status: 204 })
        : Response.json({ code: "target_in_use", detail: "db-1 depends on it." }, { status: 409 });
    const requests = await open({ "DELETE /targets/t1": answer });
    await user.click(screen.getByLabelText("Delete web-1"));
    await user.click(await screen.findByRole("button", { name: "Delete target" }));
    expect(await screen.findByText("db-1 depends on it.")).toBeTruthy();
    await user.type(screen.getByTestId("delete-name"), "web-1");
    await user.click(screen.getByRole("button", { name: "Delete anyway" }));
    await waitFor(() => expect(requests.at(-1)?.path).toBe("/targets/t1?force=true"));
  });

  test("leads to its runs, and shows how it is reached", async () => {
    await open({}, { show: "t1" });
    const detail = within(await screen.findByTestId("target-detail"));
    expect(detail.getByRole("link", { name: "Runs on this target" }).getAttribute("href")).toBe(
      "/runs?target=web-1",
    );
    expect(detail.getByText("SSH, port 2222")).toBeTruthy();
    expect(detail.getByRole("link", { name: "web" }).getAttribute("href")).toBe("/targets?group=g1");
  });
});

describe("a connection", () => {
  test("that works says how fast and what answers", async () => {
    const system = { os: "Debian 13", kernel: "6.12", architecture: "x86_64", hostname: "web-1" };
    const result = { success: true, latency_ms: 42, error: null, host_key: null, system };
    await open({ "POST /targets/t1/test": result }, { show: "t1" });
    await user.click(await screen.findByTestId("test-connection"));
    expect((await screen.findByTestId("test-result")).textContent).toContain("It answered in 42 ms.");
    expect(screen.getByTestId("target-system").textContent).toContain("Debian 13");
  });

  test("that fails says why, and a changed key is shown beside the trusted one", async () => {
    const result = { success: false, latency_ms: null, error: "Another key.", host_key: null, system: null };
    const requests = await open(
      { "POST /targets/t1/test": result, "POST /targets/t1/host-keys/new/trust": undefined },
      { show: "t1" },
    );
    await user.click(await screen.findByTestId("test-connection"));
    expect((await screen.findByTestId("test-result")).textContent).toContain("Another key.");
    const changed = within(await screen.findByTestId("changed-key"));
    expect(changed.getByText("SHA256:old")).toBeTruthy();
    expect(changed.getByText("SHA256:new")).toBeTruthy();
    await user.click(changed.getByTestId("trust-new-key"));
    await waitFor(() => expect(requests.at(-1)?.path).toBe("/targets/t1/host-keys/new/trust"));
  });

  test("forgets a key after asking", async () => {
    const requests = await open({ "DELETE /targets/t1/host-keys/old": undefined }, { show: "t1" });
    await user.click(await screen.findByLabelText("Forget SHA256:old"));
    await user.click(await screen.findByRole("button", { name: "Forget the key" }));
    await waitFor(() =>
      expect(requests.at(-1)).toMatchObject({ method: "DELETE", path: "/targets/t1/host-keys/old" }),
    );
  });
});

test("somebody who only looks is offered no change", async () => {
  pretendServer(ANSWERS);
  client.session.setState({ status: "in", user: { id: "v", username: "vic", role: "viewer" } });
  await show(<TargetsPage search={{ show: "t1" }} />);
  await screen.findByTestId("target-detail");
  await screen.findByTestId("host-keys");
  for (const testId of [
    "create-target",
    "target-edit",
    "target-delete",
    "test-connection",
    "trust-new-key",
  ]) {
    expect(screen.queryByTestId(testId)).toBeNull();
  }
  expect(screen.queryByLabelText("Edit web-1")).toBeNull();
});

describe("a group", () => {
  const openGroups = async (answers: { [request: string]: unknown }) => {
    const requests = pretendServer({ ...ANSWERS, ...answers });
    await show(<GroupsPage search={{}} />);
    await screen.findByTestId("group-row-web");
    return requests;
  };

  test("is made of targets that are found by name", async () => {
    const requests = await openGroups({ "POST /target-groups": group });
    await user.click(screen.getByTestId("create-group"));
    await user.type(await screen.findByTestId("group-name"), "stores");
    await user.click(screen.getByTestId("group-members"));
    await user.click(await screen.findByRole("option", { name: "db-1" }));
    await user.click(screen.getByTestId("group-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]).toEqual({
      method: "POST",
      path: "/target-groups",
      body: { name: "stores", description: "", tags: [], members: ["t2"] },
    });
  });

  test("offers what the server found by whatever it knows of a machine, with where that is", async () => {
    const found = (path: string) => {
      const items = path.includes("q=nginx") ? [{ ...machine, hostname: "far.example.com" }] : [];
      return Response.json({ items, next_cursor: null });
    };
    await openGroups({ "GET /targets": found });
    await user.click(screen.getByTestId("create-group"));
    await user.click(await screen.findByTestId("group-members"));
    await screen.findByText("No target fits this.");
    fireEvent.change(screen.getByTestId("group-members"), { target: { value: "nginx" } });
    expect(screen.getByText("Looking for it")).toBeTruthy();
    const option = await screen.findByRole("option", { name: "web-1" });
    expect(option.textContent).toContain("far.example.com");
  });

  test("that is half filled in stays at Esc", async () => {
    await openGroups({});
    await user.click(screen.getByTestId("create-group"));
    await user.type(await screen.findByTestId("group-name"), "stores");
    await user.keyboard("{Escape}");
    expect(await value("group-name")).toBe("stores");
  });

  test("is searched for again when its answer failed", async () => {
    pretendServer({ ...ANSWERS, "GET /target-groups": refusal(500, { detail: "Not now." }) });
    await show(<GroupsPage search={{ search: "web" }} />);
    await screen.findByText("The groups could not be read");
    expect(await value("group-search")).toBe("web");
  });

  test("keeps its members when it is edited, and leads to them", async () => {
    const requests = await openGroups({ "PUT /target-groups/g1": group });
    const link = screen.getByRole("link", { name: "Show targets of web" });
    expect(link.getAttribute("href")).toBe("/targets?group=g1");
    await user.click(screen.getByLabelText("Edit web"));
    await user.type(await screen.findByTestId("group-description"), "All of it");
    await user.click(screen.getByTestId("group-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]?.body).toMatchObject({
      name: "web",
      description: "All of it",
      members: ["t1"],
      revision: 7,
    });
  });

  test("is deleted after asking", async () => {
    const requests = await openGroups({ "DELETE /target-groups/g1": undefined });
    await user.click(screen.getByLabelText("Delete web"));
    await user.click(await screen.findByRole("button", { name: "Delete group" }));
    await waitFor(() => expect(requests[0]?.path).toBe("/target-groups/g1"));
  });
});
