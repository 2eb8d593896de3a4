// What goes with a run from the editor: parameters, pins, breakpoints, and a pause before the first node.
import { cleanup, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { client } from "../../src/api/client";
import type { FlowDetail } from "../../src/api/flows/types";
import { Catalog } from "../../src/core/descriptor";
import type { FlowSettings } from "../../src/core/document";
import { lastRuns } from "../../src/features/editor/lastRun";
import { RunDialog } from "../../src/features/editor/RunDialog";
import StartSettings from "../../src/features/editor/StartSettings";
import { createSession, type Session, SessionContext } from "../../src/features/editor/session";
import { catalog, sampleDocument } from "../kit/catalog";
import { heldAnswer, pretendServer, show } from "../kit/page";
import { knownPlaces, withPickers } from "../kit/picking";
import { clock, hook } from "../kit/triggers";

const user = userEvent.setup();

beforeEach(() => {
  localStorage.clear();
  lastRuns.clear();
});

function openFlow(isActive = true, settings?: FlowSettings): Session {
  const document = { ...sampleDocument(), ...(settings ? { settings } : {}) };
  const flow = { id: "f", version: 1, is_active: isActive, document, problems: [] };
  return createSession(flow as unknown as FlowDetail, catalog, true);
}

async function openDialog(session: Session, answers = {}, onClose = () => {}) {
  const requests = pretendServer({
    ...knownPlaces,
    "POST /flows/f/run": { run_id: "r", status: "pending" },
    ...answers,
  });
  await show(
    withPickers(
      <SessionContext.Provider value={session}>
        <RunDialog opened onClose={onClose} />
      </SessionContext.Provider>,
    ),
  );
  await screen.findByTestId("run-start");
  return requests;
}

test("a plain run is told of nothing but its parameters", async () => {
  const requests = await openDialog(openFlow());
  await user.click(screen.getByTestId("run-start"));
  await waitFor(() => expect(requests).toHaveLength(1));
  expect(requests[0]).toEqual({ method: "POST", path: "/flows/f/run", body: { parameters: {} } });
});

test("pins and breakpoints of nodes that are there go with it, unless they are left out", async () => {
  const session = openFlow();
  for (const node of ["a", "gone"]) {
    session.bench.toggleBreakpoint(node);
    session.bench.pin(node, { kept: true });
  }
  const requests = await openDialog(session);
  await user.click(screen.getByTestId("run-paused"));
  await user.click(screen.getByTestId("run-start"));
  await waitFor(() => expect(requests).toHaveLength(1));
  await user.click(screen.getByTestId("run-pins"));
  await user.click(screen.getByTestId("run-breakpoints"));
  await user.click(screen.getByTestId("run-start"));
  await waitFor(() => expect(requests).toHaveLength(2));
  expect(requests.map((item) => item.body)).toEqual([
    { parameters: {}, pins: { a: { kept: true } }, breakpoints: [{ node: "a" }], pause: true },
    { parameters: {}, pause: true },
  ]);
});

test("an inactive flow is started as a test", async () => {
  const requests = await openDialog(openFlow(false));
  await user.click(screen.getByTestId("run-start"));
  await waitFor(() => expect(requests[0]?.path).toBe("/flows/f/run?test=true"));
});

test("the next run begins with what this one was given, but for secrets and for who logs in next", async () => {
  const session = openFlow();
  const parameters = { place: { type: "string" }, token: { type: "string", secret: true } } as const;
  session.store.getState().apply({ kind: "setDocument", fields: { parameters } });
  await openDialog(session);
  await user.type(await screen.findByTestId("field-place"), "here");
  await user.type(screen.getByTestId("field-token"), "hidden");
  await user.click(screen.getByTestId("run-start"));
  await waitFor(() => expect(lastRuns.get("f")?.parameters).toEqual({ place: "here" }));
  client.session.setState({ status: "out", user: null });
  expect(lastRuns.size).toBe(0);
});

/** A flow with a plain start and two triggers, of which the last leads to a node of its own. */
function openTriggered(): Session {
  const { nodes, wires, ...rest } = sampleDocument();
  const added = [
    { id: "daily", type: "t.clock", x: 0, y: 0, config: { cron: "0 6 * * *" } },
    { id: "orders", type: "t.hook", x: 0, y: 0, config: { path: "orders" } },
    { id: "c", type: "t.work", x: 0, y: 0 },
  ];
  const document = {
    ...rest,
    nodes: [...added, ...nodes],
    wires: [...wires, { id: "w3", source: "orders", target: "c" }],
  };
  const flow = { id: "f", version: 1, is_active: true, document, problems: [] } as unknown as FlowDetail;
  return createSession(flow, new Catalog([...catalog.items, clock, hook], []), true);
}

test("a flow with several starts begins at the plain one, or at the one that is chosen", async () => {
  const requests = await openDialog(openTriggered());
  const field = screen.getByTestId("run-begin-at") as HTMLInputElement;
  expect(field.value).toBe("begin");
  await user.click(screen.getByTestId("run-start"));
  await waitFor(() => expect(requests[0]?.body).toEqual({ parameters: {}, start: "begin" }));
  await user.click(field);
  await user.click(await screen.findByRole("option", { name: "clock · 0 6 * * *" }));
  await user.click(screen.getByTestId("run-start"));
  await waitFor(() => expect(requests[1]?.body).toEqual({ parameters: {}, start: "daily" }));
});

test("a run of a part begins where it comes to that part", async () => {
  const session = openTriggered();
  session.view.setState({ runPlan: { to: "c" } });
  await openDialog(session);
  expect((screen.getByTestId("run-begin-at") as HTMLInputElement).value).toBe("hook · orders");
});

test("a flow with one start does not ask where to begin", async () => {
  await openDialog(openFlow());
  expect(screen.queryByTestId("run-begin-at")).toBeNull();
});

test("priority, runs at once and rules are edits of the document, which undo takes back", async () => {
  const session = openFlow();
  await show(
    <SessionContext.Provider value={session}>
      <StartSettings />
    </SessionContext.Provider>,
  );
  const before = JSON.stringify(session.store.getState().document);
  await user.type(screen.getByTestId("flow-priority"), "7");
  await user.type(screen.getByTestId("flow-concurrency"), "2");
  await user.type(screen.getByTestId("flow-concurrency-key"), "host");
  await user.click(screen.getByTestId("add-rule"));
  await user.type(screen.getByLabelText("Rule 1"), "a < b");
  await user.type(screen.getByLabelText("Message of rule 1"), "No.");
  await user.type(screen.getByTestId("flow-parallel-targets"), "9");
  await user.click(screen.getByTestId("flow-on-error"));
  await user.click(await screen.findByRole("option", { name: "Go on with the next node" }));
  const { settings, rules } = session.store.getState().document;
  expect(settings).toEqual({
    priority: 7,
    concurrency: { limit: 2, key: "host" },
    maxParallelTargets: 9,
    onError: "continue",
  });
  expect(rules).toEqual([{ expression: "a < b", message: "No." }]);
  await user.clear(screen.getByTestId("flow-concurrency"));
  await user.clear(screen.getByTestId("flow-priority"));
  await user.clear(screen.getByTestId("flow-parallel-targets"));
  await user.click(screen.getByTestId("flow-on-error"));
  await user.click(await screen.findByRole("option", { name: "Stop the run" }));
  expect(session.store.getState().document.settings).toBeUndefined();
  const after = JSON.stringify(session.store.getState().document);
  const steps = session.store.getState().history.past.length;
  for (let step = 0; step < steps; step += 1) session.store.getState().undo();
  expect(JSON.stringify(session.store.getState().document)).toBe(before);
  for (let step = 0; step < steps; step += 1) session.store.getState().redo();
  expect(JSON.stringify(session.store.getState().document)).toBe(after);
});

describe("on machines", () => {
  const places = () => screen.findByTestId("run-targets");
  const started = (requests: { path: string; body: unknown }[]) =>
    requests.filter(({ path }) => path.startsWith("/flows/")).map(({ body }) => body);

  test("says how many they are, and how many at a time where there are several", async () => {
    const requests = await openDialog(openFlow());
    await user.type(await places(), "desk,");
    expect((await screen.findByTestId("targets-count")).textContent).toBe("1 machine");
    expect(screen.queryByTestId("run-at-most")).toBeNull();
    await user.type(await places(), "web");
    await user.click(await screen.findByRole("option", { name: /^group:web/ }));
    await user.type(await places(), "nowhere{Enter}");
    const atMost = await screen.findByTestId("run-at-most");
    expect(screen.getByTestId("targets-count").textContent).toBe(
      "3 machines · No active machine fits “nowhere”. Check the name, or set its machines active.",
    );
    await user.type(await places(), "{Backspace}");
    await user.clear(atMost);
    await user.type(atMost, "2");
    await user.click(screen.getByTestId("run-start"));
    const asked = { parameters: {}, targets: ["desk", "group:web"], max_parallel_targets: 2 };
    await waitFor(() => expect(started(requests)).toEqual([asked]));
  });

  test("the flow says how many at a time, until somebody else does", async () => {
    const requests = await openDialog(openFlow(true, { maxParallelTargets: 3 }));
    await user.type(await places(), "group:web,");
    const atMost = await screen.findByTestId<HTMLInputElement>("run-at-most");
    expect(atMost.value).toBe("3");
    await user.click(screen.getByTestId("run-start"));
    await waitFor(() => expect(started(requests)).toEqual([{ parameters: {}, targets: ["group:web"] }]));
  });

  test("they are remembered with the parameters", async () => {
    const given = { targets: ["web-1"], atMost: 5 };
    lastRuns.set("f", { parameters: {}, places: given });
    const requests = await openDialog(openFlow());
    await screen.findByText("web-1");
    await user.click(screen.getByTestId("run-start"));
    await waitFor(() => expect(started(requests)).toEqual([expect.objectContaining({ targets: ["web-1"] })]));
  });

  test("a run on several is shown on its page, one on a single machine on the canvas", async () => {
    const shown = async (count: number | null) => {
      lastRuns.set("f", { parameters: {}, places: { targets: ["group:web"], atMost: 5 } });
      const session = openFlow();
      const closed = vi.fn();
      await openDialog(session, { "GET /runs/r": { id: "r", target_count: count } }, closed);
      await user.click(screen.getByTestId("run-start"));
      await waitFor(() => expect(closed).toHaveBeenCalled());
      cleanup();
      return session.view.getState().runId;
    };
    expect(await shown(2)).toBeNull();
    expect(await shown(null)).toBe("r");
  });

  test("it is started once, however long it takes to say how it is shown", async () => {
    lastRuns.set("f", { parameters: {}, places: { targets: ["group:web"] } });
    let isAsked = false;
    const held = heldAnswer();
    const read = () => {
      isAsked = true;
      return held.promise;
    };
    const closed = vi.fn();
    const requests = await openDialog(openFlow(), { "GET /runs/r": read }, closed);
    await user.click(screen.getByTestId("run-start"));
    await waitFor(() => expect(isAsked).toBe(true));
    await user.click(screen.getByTestId("run-start"));
    held.give(Response.json({ id: "r", target_count: 2 }));
    await waitFor(() => expect(closed).toHaveBeenCalledOnce());
    expect(started(requests)).toHaveLength(1);
  });

  test("what the server says of one is said at the field", async () => {
    const errors = [{ field: "targets/0", message: "There is no machine “gone”." }];
    const refusal = () => Response.json({ code: "unfit", detail: "No.", errors }, { status: 422 });
    await openDialog(openFlow(), { "POST /flows/f/run": refusal });
    await user.type(await places(), "gone,");
    await user.click(screen.getByTestId("run-start"));
    await screen.findByText("There is no machine “gone”.");
    expect(screen.queryByText("The run did not start")).toBeNull();
  });
});
