// The connections of a run: with whom, for how long, and what they were used for.
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Session } from "../../src/api/runs/listSessions";
import { createOverlayStore } from "../../src/core/overlayStore";
import Connections from "../../src/features/runs/Connections";
import { pretendServer, show } from "../kit/page";

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1200);
});
afterEach(() => vi.restoreAllMocks());

const SSH: Session = {
  id: "s1",
  protocol: "ssh",
  target_id: "t1",
  peer: "web-1",
  credential: "deploy key",
  state: "closed",
  connection_established_at: "2026-01-01T00:00:00Z",
  connection_closed_at: "2026-01-01T00:01:05Z",
  commands_executed: 3,
  files_transferred: 1,
  total_bytes_transferred: 2048,
};
const HTTP: Session = {
  ...SSH,
  id: "s2",
  protocol: "http",
  target_id: null,
  peer: "api.example.org:8443",
  credential: null,
  commands_executed: 1,
  files_transferred: 0,
};

async function showConnections(items: Session[], status = "completed", isByTarget = false) {
  pretendServer({ "GET /runs/p/sessions": { items, next_cursor: null } });
  const overlay = createOverlayStore();
  overlay.open("p", { id: "p", status, nodes: {} } as unknown as Parameters<typeof overlay.open>[1]);
  await show(<Connections runId="p" overlay={overlay} isByTarget={isByTarget} />);
}

test("each is told with what it was used for, and leads to its machine", async () => {
  await showConnections([SSH, HTTP]);
  const [ssh, http] = await screen.findAllByTestId("connection");
  if (!ssh || !http) throw new Error("two rows");
  for (const text of ["SSH", "deploy key", "3 commands, 1 file", "2.0 kB", "1 min 5 s"])
    within(ssh).getByText(text);
  expect(within(ssh).getByRole("link", { name: "web-1" }).getAttribute("href")).toBe("/targets?show=t1");
  for (const text of ["HTTP", "api.example.org:8443", "1 request"]) within(http).getByText(text);
  expect(within(http).queryByRole("link")).toBeNull();
});

test("what is open says so, and what nobody saw the end of claims none", async () => {
  const still = { ...SSH, connection_closed_at: null };
  await showConnections(
    [
      { ...still, state: "open" },
      { ...still, id: "s3", state: "lost" },
    ],
    "running",
  );
  const [open, lost] = await screen.findAllByTestId("connection");
  if (!open || !lost) throw new Error("two rows");
  within(open).getByText("open");
  within(lost).getByText("not known");
});

test("where there are none, it is said why", async () => {
  await showConnections([]);
  await screen.findByText("This run connected to no machine and to no web server.");
});

test("before the first, it is said that they will show", async () => {
  await showConnections([], "running");
  await screen.findByText(/^The first connection/);
});

test("a run on several machines leads to the runs on each", async () => {
  await showConnections([], "completed", true);
  await screen.findByText(/^Each machine has a run of its own/);
});

test("a further page that fails is asked for once, and again on a press", async () => {
  const asked: string[] = [];
  const answer = (path: string) => {
    asked.push(path);
    if (!path.includes("cursor=")) return Response.json({ items: [SSH], next_cursor: "2" });
    if (asked.length === 2) return Response.json({ detail: "Not now." }, { status: 500 });
    return Response.json({ items: [HTTP], next_cursor: null });
  };
  pretendServer({ "GET /runs/p/sessions": answer });
  const overlay = createOverlayStore();
  overlay.open("p", { id: "p", status: "completed", nodes: {} } as unknown as Parameters<
    typeof overlay.open
  >[1]);
  await show(<Connections runId="p" overlay={overlay} isByTarget={false} />);
  expect((await screen.findByRole("alert")).textContent).toContain("More of them could not be read");
  expect([asked.length, screen.getAllByTestId("connection").length]).toEqual([2, 1]);
  fireEvent.click(screen.getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(screen.getAllByTestId("connection")).toHaveLength(2));
  expect([asked.length, screen.queryByRole("alert")]).toEqual([3, null]);
});

test("a failure can be tried again", async () => {
  pretendServer({});
  const overlay = createOverlayStore();
  await show(<Connections runId="p" overlay={overlay} isByTarget={false} />);
  await screen.findByText("The connections could not be read");
  screen.getByRole("button", { name: "Retry" });
});
