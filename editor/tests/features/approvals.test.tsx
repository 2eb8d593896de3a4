// What a run asks of people: the open requests with their answers, what was decided, and where else it is said.
import { onlineManager } from "@tanstack/react-query";
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Approval } from "../../src/api/approvals/listApprovals";
import { client } from "../../src/api/client";
import { asksOf } from "../../src/core/approvals";
import { createOverlayStore } from "../../src/core/overlayStore";
import type { NodeState, RunItem } from "../../src/core/run";
import { NeedsYou } from "../../src/features/dashboard/NeedsYou";
import { RunLines } from "../../src/features/dashboard/RunLines";
import { ApprovalBar } from "../../src/features/runs/approvals/ApprovalBar";
import { RunTable } from "../../src/features/runs/list/RunTable";
import { RunState } from "../../src/features/runs/RunBar";
import { RunNode } from "../../src/features/runs/RunNode";
import { catalog, sampleDocument } from "../kit/catalog";
import { pretendServer, show } from "../kit/page";

const user = userEvent.setup();

const document = {
  ...sampleDocument(),
  nodes: [{ id: "ask", type: "t.consent", name: "Ask the team", x: 0, y: 0 }],
  wires: [],
};

const open: Approval = {
  id: "p",
  run_id: "r",
  flow_id: "f",
  flow_name: "Release",
  node: "ask",
  title: "Deploy to production",
  message: "Version 7\nis ready.",
  approvers: ["anna", "ben"],
  requested_at: "2026-01-01T00:00:00Z",
  requested_by: "ben",
  due_at: null,
  state: "pending",
  decided_by: null,
  decided_at: null,
  comment: null,
  may_decide: true,
  why_not: null,
};

const page = (...items: Approval[]) => ({ items, next_cursor: null });
const waits: NodeState = { status: "running", count: 0, running: 1 };
const done: NodeState = { status: "completed", count: 1, running: 0 };

function overlayWith(ask: NodeState) {
  const overlay = createOverlayStore((callback) => callback());
  overlay.open("r", { status: "running", nodes: { ask }, epoch: "e", seq: 1 }, asksOf(document, catalog));
  return overlay;
}

/** The run, its node types, and beside them what a test is about. */
function pretend(answers: Parameters<typeof pretendServer>[0]) {
  return pretendServer({
    "GET /runs/r": { id: "r", document, status: "running", nodes: {} },
    "GET /node-types": { items: catalog.items, categories: catalog.categories },
    "GET /runs/r/steps": { items: [], next_cursor: null },
    "POST /flows/validate": { problems: [], regions: [] },
    ...answers,
  });
}

async function openBar(answers: Parameters<typeof pretendServer>[0]) {
  const requests = pretend(answers);
  const overlay = overlayWith(waits);
  const onShowNode = vi.fn();
  await show(<ApprovalBar runId="r" overlay={overlay} onShowNode={onShowNode} />);
  const decisions = () =>
    requests.filter((item) => item.path === "/approvals/p/decision").map(({ body }) => body);
  return { overlay, onShowNode, decisions };
}

const refusal = (status: number, body: object) => () => Response.json(body, { status });

afterEach(() => onlineManager.setOnline(true));

describe("an open request", () => {
  test("says what is asked, by whom, until when, and who may decide", async () => {
    const { onShowNode } = await openBar({ "GET /approvals": page(open) });
    const request = await screen.findByTestId("approval-ask");
    expect(request.textContent).toContain("Deploy to production");
    expect(request.textContent).toContain("Version 7\nis ready.");
    expect(request.textContent).toContain("asked by ben");
    expect(request.textContent).toContain("without a time limit");
    expect(request.textContent).toContain("anna or ben may decide");
    await user.click(await within(request).findByRole("button", { name: "Ask the team" }));
    expect(onShowNode).toHaveBeenCalledWith("ask");
  });

  test("has a time until which it can be answered", async () => {
    await openBar({ "GET /approvals": page({ ...open, due_at: "2030-05-06T07:08:00Z" }) });
    expect((await screen.findByTestId("approval-ask")).textContent).toMatch(/until .*2030/);
  });

  test("is approved with a comment, and gone when the server says so", async () => {
    let items = [open];
    const { decisions } = await openBar({
      "GET /approvals": () => Response.json(page(...items)),
      "POST /approvals/p/decision": () => {
        items = [];
        return Response.json({ ...open, state: "approved" });
      },
    });
    await user.type(await screen.findByTestId("approval-comment"), "Go ahead");
    await user.click(screen.getByRole("button", { name: "Approve “Deploy to production”" }));
    await waitFor(() => expect(screen.queryByTestId("approval-ask")).toBeNull());
    expect(decisions()).toEqual([{ decision: "approve", comment: "Go ahead" }]);
  });

  test("is rejected only after there was room to say why, which may stay empty", async () => {
    const { decisions } = await openBar({ "GET /approvals": page(open), "POST /approvals/p/decision": open });
    await user.click(await screen.findByTestId("reject"));
    const dialog = await screen.findByRole("dialog", { name: "Reject “Deploy to production”" });
    expect(decisions()).toEqual([]);
    await user.click(within(dialog).getByTestId("reject-submit"));
    await waitFor(() => expect(decisions()).toEqual([{ decision: "reject", comment: "" }]));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("takes what was typed into the rejection", async () => {
    const { decisions } = await openBar({ "GET /approvals": page(open), "POST /approvals/p/decision": open });
    await user.type(await screen.findByTestId("approval-comment"), "Not");
    await user.click(screen.getByTestId("reject"));
    await user.type(await screen.findByTestId("reject-comment"), " today");
    await user.click(screen.getByTestId("reject-submit"));
    await waitFor(() => expect(decisions()).toEqual([{ decision: "reject", comment: "Not today" }]));
  });

  test("cannot be answered by somebody else, who reads why", async () => {
    const why_not = "You started this run, and somebody else has to decide.";
    await openBar({ "GET /approvals": page({ ...open, may_decide: false, why_not }) });
    expect((await screen.findByTestId("approval-why-not")).textContent).toBe(why_not);
    for (const id of ["approve", "reject", "approval-comment"])
      expect((screen.getByTestId(id) as HTMLButtonElement).disabled).toBe(true);
  });

  test("is not answered later, when there is no connection now", async () => {
    const send = vi.fn(() => Response.error());
    await openBar({ "GET /approvals": page(open), "POST /approvals/p/decision": send });
    await screen.findByTestId("approval-ask");
    onlineManager.setOnline(false);
    await user.click(screen.getByTestId("approve"));
    await waitFor(() => expect(send).toHaveBeenCalledTimes(1));
    onlineManager.setOnline(true);
    await waitFor(() => expect((screen.getByTestId("approve") as HTMLButtonElement).disabled).toBe(false));
    expect(send).toHaveBeenCalledTimes(1);
  });

  test("a mistake in the comment stands at the comment", async () => {
    await openBar({
      "GET /approvals": page(open),
      "POST /approvals/p/decision": refusal(422, {
        code: "invalid",
        errors: [{ field: "comment", message: "At most 2,000 characters." }],
      }),
    });
    await user.click(await screen.findByTestId("approve"));
    expect(await screen.findByText("At most 2,000 characters.")).toBeTruthy();
  });

  test("that somebody else has answered meanwhile is read again", async () => {
    let items = [open];
    await openBar({
      "GET /approvals": () => Response.json(page(...items)),
      "POST /approvals/p/decision": () => {
        items = [];
        return Response.json({ code: "already_decided" }, { status: 409 });
      },
    });
    await user.click(await screen.findByTestId("approve"));
    await waitFor(() => expect(screen.queryByTestId("approval-ask")).toBeNull());
  });
});

describe("the requests of a run", () => {
  test("are asked for by the run and by whether they are open", async () => {
    const get = vi.spyOn(client, "get");
    await openBar({ "GET /approvals": page(open) });
    await screen.findByTestId("approval-ask");
    expect(get.mock.calls.map(([path]) => path)).toContain("/approvals?state=pending&run=r&limit=50");
    await show(<RunNode runId="r" node="ask" overlay={overlayWith(done)} />);
    await waitFor(() =>
      expect(get.mock.calls.map(([path]) => path)).toContain("/approvals?state=decided&run=r&limit=50"),
    );
    get.mockRestore();
  });

  test("are not asked for before a step waits, and read when one does", async () => {
    const read = vi.fn(() => Response.json(page(open)));
    pretend({ "GET /approvals": read });
    const overlay = overlayWith({ status: "pending", count: 0 });
    await show(<ApprovalBar runId="r" overlay={overlay} onShowNode={vi.fn()} />);
    expect(screen.queryByTestId("approvals")).toBeNull();
    expect(read).not.toHaveBeenCalled();
    act(() =>
      overlay.push({ type: "event", epoch: "e", seq: 2, event: { kind: "node", node: "ask", state: waits } }),
    );
    expect(await screen.findByTestId("approval-ask")).toBeTruthy();
    act(() =>
      overlay.push({ type: "event", epoch: "e", seq: 3, event: { kind: "node", node: "ask", state: done } }),
    );
    expect(screen.queryByTestId("approvals")).toBeNull();
  });

  test("are read again soon when the request is kept a moment after its step has begun", async () => {
    let items: Approval[] = [];
    await openBar({ "GET /approvals": () => Response.json(page(...items)) });
    await waitFor(() => expect(screen.getByTestId("approvals").childElementCount).toBe(0));
    items = [open];
    expect(await screen.findByTestId("approval-ask")).toBeTruthy();
  });

  test("say what failed, and try again", async () => {
    let answer = refusal(500, { code: "broken", detail: "The disk is full.", request_id: "req-1" });
    await openBar({ "GET /approvals": () => answer() });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("could not be read");
    expect(alert.textContent).toContain("req-1");
    answer = () => Response.json(page(open));
    await user.click(within(alert).getByRole("button", { name: "Retry" }));
    expect(await screen.findByTestId("approval-ask")).toBeTruthy();
  });

  test("name the permission that is missing", async () => {
    await openBar({ "GET /approvals": refusal(403, { code: "forbidden", permission: "run.read" }) });
    expect((await screen.findByTestId("no-permission")).textContent).toContain("run.read");
  });

  test("say that there is no network", async () => {
    onlineManager.setOnline(false);
    await openBar({ "GET /approvals": page(open) });
    expect(await screen.findByTestId("offline-state")).toBeTruthy();
  });
});

describe("the step that asked", () => {
  const decided: Approval = {
    ...open,
    state: "rejected",
    decided_by: "anna",
    decided_at: "2026-01-01T01:00:00Z",
    comment: "Not on a Friday",
  };

  test("tells who decided what, and what they said", async () => {
    const elsewhere = { ...decided, id: "q", node: "other", title: "Something else" };
    const late: Approval = { ...decided, id: "l", state: "timed_out", decided_by: null, comment: null };
    pretend({ "GET /approvals": page(decided, elsewhere, late) });
    await show(<RunNode runId="r" node="ask" overlay={overlayWith(done)} />);
    const list = await screen.findByTestId("decisions");
    expect(list.textContent).toContain("Rejected");
    expect(list.textContent).toContain("by anna");
    expect(list.textContent).toContain("Not on a Friday");
    expect(list.textContent).toContain("nobody answered in time");
    expect(list.textContent).not.toContain("Something else");
  });

  test("waits as a step, too", async () => {
    const step = { key: "ask", node: "ask", type: "t.consent", status: "running", attempt: 1 };
    pretend({ "GET /runs/r/steps": { items: [step], next_cursor: null }, "GET /approvals": page() });
    await show(<RunNode runId="r" node="ask" overlay={overlayWith(waits)} />);
    expect(await screen.findByText("Waiting for approval")).toBeTruthy();
    expect(screen.queryByText("Running")).toBeNull();
  });

  test("of another kind asks nothing of the server", async () => {
    const read = vi.fn(() => Response.json(page(decided)));
    pretend({ "GET /approvals": read });
    await show(<RunNode runId="r" node="a" overlay={overlayWith(done)} />);
    await screen.findByText("This node has not run yet.");
    expect(read).not.toHaveBeenCalled();
  });
});

describe("that a run waits for approval", () => {
  const run: RunItem = {
    id: "r",
    flow_id: "f",
    flow_name: "Release",
    flow_version: 1,
    status: "running",
    trigger: "manual",
    created_at: "2026-01-01T00:00:00Z",
    waiting_for_approval: true,
  };

  // Rows are drawn for the room there is, and the test browser has no layout.
  beforeEach(() => {
    vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
    vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
  });
  afterEach(() => vi.restoreAllMocks());

  test("is the state above its drawing, until it goes on", async () => {
    pretend({});
    const overlay = overlayWith(waits);
    await show(<RunState overlay={overlay} />);
    expect(screen.getByTestId("run-status").textContent).toBe("Waiting for approval");
    act(() =>
      overlay.push({ type: "event", epoch: "e", seq: 2, event: { kind: "node", node: "ask", state: done } }),
    );
    expect(screen.getByTestId("run-status").textContent).toBe("Running");
  });

  test("is its state in the list of runs, in the colour of waiting", async () => {
    pretend({});
    const none = () => undefined;
    await show(
      <RunTable
        runs={[run, { ...run, id: "s", waiting_for_approval: undefined }]}
        selected={new Set()}
        onSelect={none}
        sort=""
        onSort={none}
        onNearEnd={none}
      />,
    );
    const row = await screen.findByTestId("run-row-r");
    const state = within(row).getByText("Waiting for approval");
    expect(state.style.color).toBe("var(--oc-st-waiting)");
    expect(within(await screen.findByTestId("run-row-s")).getByText("Running")).toBeTruthy();
  });

  test("is said of the latest runs", async () => {
    pretend({});
    await show(
      <RunLines title="Latest runs" runs={[run]} link={{ label: "All runs", search: {} }}>
        None
      </RunLines>,
    );
    expect(screen.getByText("Waiting for approval")).toBeTruthy();
  });

  test("comes first in what needs somebody, and leads to the run", async () => {
    pretend({});
    const need = { run_id: "r", flow_id: "f", flow_name: "Release", at: "2026-01-01T00:00:00Z" };
    await show(
      <NeedsYou
        needs={[
          { ...need, run_id: "s", kind: "failed_run", message: "no disk" },
          { ...need, kind: "approval", message: "Deploy to production" },
          { ...need, kind: "approval", message: null },
        ]}
      />,
    );
    const lines = within(screen.getByTestId("needs-you")).getAllByRole("link");
    expect(lines.map((line) => line.getAttribute("href"))).toEqual(["/runs/r", "/runs/r", "/runs/s"]);
    expect(lines[0]?.textContent).toContain("Deploy to production");
    expect(lines[1]?.textContent).toContain("Waits for approval.");
    expect(within(lines[0] as HTMLElement).getByRole("img", { name: "Waiting for approval" })).toBeTruthy();
  });
});
