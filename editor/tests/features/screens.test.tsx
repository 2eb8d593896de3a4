// What every screen shows while it waits, when there is nothing, when it fails, when it may not, and without a network.
import { onlineManager } from "@tanstack/react-query";
import { act, cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { client } from "../../src/api/client";
import { formatTime } from "../../src/core/format";
import { CredentialsPage } from "../../src/features/credentials";
import { DashboardPage } from "../../src/features/dashboard";
import { FlowListPage } from "../../src/features/flows";
import { RunListPage } from "../../src/features/runs/list";
import { GroupsPage, TargetsPage } from "../../src/features/targets";
import { TemplatesPage } from "../../src/features/templates";
import { VariablesPage } from "../../src/features/variables";
import { stored } from "../kit/credentials";
import { pretendServer, show } from "../kit/page";
import { machine } from "../kit/targets";

const user = userEvent.setup();
const NOTHING = { items: [], next_cursor: null };

interface Screen {
  name: string;
  node: ReactNode;
  /** The request the screen is about. */
  request: string;
  full: unknown;
  /** To be seen when `full` was read. */
  shows: RegExp;
  /** To be seen when there is nothing; what it says and what it offers. */
  empty: unknown;
  says: RegExp;
  offers: RegExp;
}

const run = {
  id: "r",
  flow_id: "f",
  flow_name: "Backup",
  flow_version: 1,
  status: "completed",
  trigger: "manual",
  created_at: "2026-01-01T00:00:00Z",
};
const flow = {
  id: "f",
  name: "Backup",
  description: "",
  labels: [],
  version: 1,
  is_active: true,
  created_by: "ann",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
  updated_by: "ann",
  node_count: 2,
  last_run: null,
  last_runs: [{ id: "r", status: "failed" }],
};
const quiet = {
  running: 0,
  waiting: 0,
  queued: 0,
  failed_24h: 0,
  completed_24h: 0,
  needs_you: [],
  flows: [],
  recent: [],
};
const need = {
  kind: "failed_run",
  run_id: "r",
  flow_id: "f",
  flow_name: "Backup",
  at: "2026-01-01T00:00:00Z",
  message: "no disk",
};

const template = {
  id: "t",
  kind: "flow",
  name: "Nap",
  description: "",
  category: "Rest",
  author: "ann",
  is_public: false,
  shipped: false,
  uses: 1,
  rating: 0,
  ratings: 0,
  placeholders: [],
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-01T00:00:00Z",
};

const group = {
  id: "g",
  name: "stores",
  description: "",
  tags: [],
  members: 0,
  revision: 1,
  updated_by: "ann",
  updated_at: "2026-01-01T00:00:00Z",
};

const SCREENS: Screen[] = [
  {
    name: "dashboard",
    node: <DashboardPage examples={<p>Examples</p>} />,
    request: "GET /dashboard",
    full: { ...quiet, failed_24h: 7, needs_you: [need] },
    shows: /no disk/,
    empty: quiet,
    says: /Run your first flow/,
    offers: /Take the tour/,
  },
  {
    name: "flows",
    node: <FlowListPage search={{}} />,
    request: "GET /flows",
    full: { items: [flow], next_cursor: null },
    shows: /^Backup$/,
    empty: NOTHING,
    says: /There are no flows yet/,
    offers: /Begin with an example/,
  },
  {
    name: "runs",
    node: <RunListPage search={{}} />,
    request: "GET /runs",
    full: { items: [run], next_cursor: null },
    shows: /^Backup$/,
    empty: NOTHING,
    says: /Nothing has run yet/,
    offers: /Go to flows/,
  },
  {
    name: "templates",
    node: <TemplatesPage search={{}} />,
    request: "GET /templates",
    full: { items: [template], next_cursor: null },
    shows: /^Nap$/,
    empty: NOTHING,
    says: /There are no templates yet/,
    offers: /Go to flows/,
  },
  {
    name: "variables",
    node: <VariablesPage />,
    request: "GET /variables",
    full: { items: [{ name: "region", value: "eu", updated_at: "2026-01-01T00:00:00Z" }], next_cursor: null },
    shows: /^region$/,
    empty: NOTHING,
    says: /There are no variables yet/,
    offers: /New variable/,
  },
  {
    name: "targets",
    node: <TargetsPage search={{}} />,
    request: "GET /targets",
    full: { items: [machine], next_cursor: null },
    shows: /^web-1$/,
    empty: NOTHING,
    says: /There are no targets yet/,
    offers: /New target/,
  },
  {
    name: "groups of targets",
    node: <GroupsPage search={{}} />,
    request: "GET /target-groups",
    full: { items: [group], next_cursor: null },
    shows: /^stores$/,
    empty: NOTHING,
    says: /There are no groups yet/,
    offers: /New group/,
  },
  {
    name: "credentials",
    node: <CredentialsPage search={{}} />,
    request: "GET /credentials",
    full: { items: [stored], next_cursor: null },
    shows: /^shop$/,
    empty: NOTHING,
    says: /There are no credentials yet/,
    offers: /New credential/,
  },
];

// Rows are drawn for the room there is, and the test browser has no layout.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
});

afterEach(() => {
  onlineManager.setOnline(true);
  vi.restoreAllMocks();
});

/** One answer for the request of the screen that a test may change; what is beside it is there. */
function pretendFor(request: string, first: () => Response | Promise<Response>, runs: unknown[] = [run]) {
  const state = { answer: first };
  pretendServer({});
  vi.stubGlobal("fetch", async (url: string, init: RequestInit = {}) => {
    const key = `${init.method ?? "GET"} ${url.replace("/api/v1", "").split("?")[0]}`;
    if (key === request) return state.answer();
    if (key === "GET /runs") return Response.json({ items: runs, next_cursor: null });
    return Response.json({ code: "not_found", detail: `No ${key}.` }, { status: 404 });
  });
  return state;
}

const broken = () =>
  Response.json({ code: "broken", detail: "The disk is full.", request_id: "req-1" }, { status: 500 });
const forbidden = () =>
  Response.json({ code: "forbidden", detail: "No.", permission: "run.read" }, { status: 403 });

describe.each(SCREENS)("$name", ({ node, request, full, shows, empty, says, offers }) => {
  test("shows a skeleton while it waits, but not at once", async () => {
    pretendFor(request, () => new Promise(() => undefined));
    await show(node);
    const bones = await screen.findAllByLabelText("Loading");
    expect(bones.length).toBeGreaterThan(0);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("says what to do when there is nothing", async () => {
    pretendFor(request, () => Response.json(empty), []);
    await show(node);
    expect(await screen.findByText(says)).toBeTruthy();
    expect(screen.getByRole("button", { name: offers })).toBeTruthy();
  });

  test("says what failed with the id of the request, and tries again", async () => {
    const state = pretendFor(request, broken);
    await show(node);
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("could not be read");
    expect(alert.textContent).toContain("The disk is full.");
    expect(alert.textContent).toContain("req-1");
    state.answer = () => Response.json(full);
    await user.click(within(alert).getByRole("button", { name: "Retry" }));
    expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
    expect(screen.queryByRole("alert")).toBeNull();
  });

  test("keeps what it read last, and says that it is old", async () => {
    const state = pretendFor(request, () => Response.json(full));
    const queries = await show(node);
    await screen.findAllByText(shows);
    state.answer = broken;
    queries.invalidateQueries();
    expect((await screen.findByTestId("stale")).textContent).toContain("This is how it was at");
    expect(screen.getAllByText(shows).length).toBeGreaterThan(0);
  });

  test("names the permission that is missing, and who can give it", async () => {
    pretendFor(request, forbidden);
    await show(node);
    const note = await screen.findByTestId("no-permission");
    expect(note.textContent).toContain("run.read");
    expect(note.textContent).toContain("An administrator can give you");
  });

  test("says that there is no network", async () => {
    pretendFor(request, () => Response.json(full));
    onlineManager.setOnline(false);
    await show(node);
    expect(await screen.findAllByTestId("offline-state")).toHaveLength(1);
    onlineManager.setOnline(true);
    expect((await screen.findAllByText(shows)).length).toBeGreaterThan(0);
  });
});

describe("the next runs", () => {
  const inTwoHours = new Date(Date.now() + 2 * 3_600_000 + 1_000).toISOString();
  const next = [{ flow_id: "f", flow_name: "Backup", at: inTwoHours }];
  const card = async (answer: unknown, runs: unknown[] = [run]) => {
    pretendFor("GET /dashboard", () => Response.json(answer), runs);
    await show(<DashboardPage examples={null} />);
    return within(await screen.findByTestId("next-runs"));
  };

  test("lead to their flows, with the exact time on demand", async () => {
    const link = (await card({ ...quiet, next })).getByRole("link", { name: /Backup/ });
    expect(link.getAttribute("href")).toBe("/flows/f");
    expect(link.textContent).toBe("Backupin 2 h");
    await act(async () => link.focus());
    expect((await screen.findByRole("tooltip")).textContent).toBe(formatTime(inTwoHours));
  });

  test("are shown before anything has run, and a server that says none has none", async () => {
    expect((await card({ ...quiet, next }, [])).getByText("Backup")).toBeTruthy();
    cleanup();
    expect((await card(quiet)).getByText(/Nothing is scheduled\. Draw a schedule/)).toBeTruthy();
  });
});

describe("somebody who only looks", () => {
  test("is not offered what they may not do", async () => {
    pretendFor("GET /flows", () => Response.json(NOTHING));
    client.session.setState({ status: "in", user: { id: "v", username: "vic", role: "viewer" } });
    await show(<FlowListPage search={{}} />);
    expect(await screen.findByText(/People with the role operator or admin can make one/)).toBeTruthy();
    expect(screen.queryByTestId("create-flow")).toBeNull();
    await waitFor(() => expect(screen.queryByRole("button", { name: /New flow/ })).toBeNull());
  });
});
