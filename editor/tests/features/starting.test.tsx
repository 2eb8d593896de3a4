// What goes with a run from the editor: parameters, pins, breakpoints, and a pause before the first node.
import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import type { FlowDetail } from "../../src/api/flows/types";
import { Catalog } from "../../src/core/descriptor";
import { RunDialog } from "../../src/features/editor/RunDialog";
import StartSettings from "../../src/features/editor/StartSettings";
import { createSession, type Session, SessionContext } from "../../src/features/editor/session";
import { catalog, sampleDocument } from "../kit/catalog";
import { pretendServer, show } from "../kit/page";
import { clock, hook } from "../kit/triggers";

const user = userEvent.setup();

beforeEach(() => localStorage.clear());

function openFlow(isActive = true): Session {
  const flow = { id: "f", version: 1, is_active: isActive, document: sampleDocument(), problems: [] };
  return createSession(flow as unknown as FlowDetail, catalog, true);
}

async function openDialog(session: Session) {
  const requests = pretendServer({ "POST /flows/f/run": { run_id: "r", status: "pending" } });
  await show(
    <SessionContext.Provider value={session}>
      <RunDialog opened onClose={() => undefined} />
    </SessionContext.Provider>,
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
  const { settings, rules } = session.store.getState().document;
  expect(settings).toEqual({ priority: 7, concurrency: { limit: 2, key: "host" } });
  expect(rules).toEqual([{ expression: "a < b", message: "No." }]);
  await user.clear(screen.getByTestId("flow-concurrency"));
  await user.clear(screen.getByTestId("flow-priority"));
  expect(session.store.getState().document.settings).toBeUndefined();
  const after = JSON.stringify(session.store.getState().document);
  const steps = session.store.getState().history.past.length;
  for (let step = 0; step < steps; step += 1) session.store.getState().undo();
  expect(JSON.stringify(session.store.getState().document)).toBe(before);
  for (let step = 0; step < steps; step += 1) session.store.getState().redo();
  expect(JSON.stringify(session.store.getState().document)).toBe(after);
});
