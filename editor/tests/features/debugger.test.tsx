// The debugger by keys and fields: what the server is asked for.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench } from "../../src/core/bench";
import { createOverlayStore, type OverlayStore } from "../../src/core/overlayStore";
import { DebugBar } from "../../src/features/runs/DebugBar";
import DebugPanel from "../../src/features/runs/DebugPanel";
import { pretendServer, type Request, show } from "../kit/page";

const user = userEvent.setup();
const PAUSED = {
  key: "work",
  node: "work",
  message: { payload: { n: 1 } },
  variables: { count: 4, name: "x" },
  nodes: {},
};
let bench: Bench;
let overlay: OverlayStore;
let requests: Request[];

beforeEach(() => {
  bench = createBench();
  overlay = createOverlayStore((callback) => callback());
  requests = pretendServer({
    "GET /runs/r/debug": { breakpoints: [], paused: PAUSED },
    "POST /runs/r/debug": undefined,
    "PUT /runs/r/breakpoints": undefined,
    "POST /runs/r/debug/watch": { value: 42 },
  });
});

function open(status: "running" | "paused") {
  overlay.open("r", { status, nodes: {} });
  if (status === "paused") overlay.hold({ key: "work", node: "work" });
}

const bar = (node?: string) => show(<DebugBar runId="r" overlay={overlay} bench={bench} node={node} />);
const sent = (path: string) => requests.filter((item) => item.path === path).map((item) => item.body);

describe("the debugger's keys", () => {
  test("each asks for its own step, and only while the run is paused", async () => {
    open("paused");
    await bar("later");
    await user.keyboard("{F8}{F10}{F11}{Shift>}{F11}{/Shift}{Control>}{F10}{/Control}{F6}");
    await waitFor(() => expect(sent("/runs/r/debug")).toHaveLength(5));
    expect(sent("/runs/r/debug")).toEqual([
      { command: "continue", variables: [] },
      { command: "step_over", variables: [] },
      { command: "step_into", variables: [] },
      { command: "step_out", variables: [] },
      { command: "run_to", node: "later", variables: [] },
    ]);
  });

  test("a running run can be paused, and nothing else", async () => {
    open("running");
    await bar();
    await user.keyboard("{F8}{F10}{F6}");
    await waitFor(() => expect(sent("/runs/r/debug")).toEqual([{ command: "pause" }]));
    expect(screen.queryByTestId("debug-continue")).toBeNull();
  });

  test("a breakpoint set while the run goes on reaches it", async () => {
    open("running");
    await bar("work");
    await user.keyboard("{F9}");
    await waitFor(() => expect(sent("/runs/r/breakpoints")).toEqual([{ breakpoints: [{ node: "work" }] }]));
  });

  test("a run that is over has no debugger", async () => {
    overlay.open("r", { status: "completed", nodes: {} });
    await bar("work");
    await user.keyboard("{F6}{F9}");
    expect(screen.queryByTestId("debug-bar")).toBeNull();
    expect(requests).toEqual([]);
  });

  test("a page opened on a paused run asks where it is held", async () => {
    overlay.open("r", { status: "paused", nodes: {} });
    await bar();
    await waitFor(() => expect(overlay.getState().overlay?.pausedAt).toEqual({ key: "work", node: "work" }));
  });
});

describe("the debugger's panel", () => {
  const panel = () =>
    show(
      <>
        <DebugBar runId="r" overlay={overlay} bench={bench} node={undefined} />
        <DebugPanel runId="r" overlay={overlay} bench={bench} onShowNode={() => undefined} />
      </>,
    );

  test("a changed variable and payload go with the next step, once", async () => {
    open("paused");
    await panel();
    await user.click(await screen.findByRole("button", { name: "Change count" }));
    await user.clear(screen.getByTestId("variable-value"));
    await user.type(screen.getByTestId("variable-value"), "9");
    await user.click(screen.getByTestId("variable-set"));
    await user.click(screen.getByRole("button", { name: "Change the payload" }));
    await user.clear(screen.getByTestId("payload-edit"));
    await user.type(screen.getByTestId("payload-edit"), "[[1]");
    await user.click(screen.getByTestId("debug-over"));
    await waitFor(() => expect(bench.getState().edits.variables).toEqual([]));
    await user.click(screen.getByTestId("debug-over"));
    await waitFor(() => expect(sent("/runs/r/debug")).toHaveLength(2));
    expect(sent("/runs/r/debug")).toEqual([
      { command: "step_over", variables: [{ name: "count", scope: "job", value: 9 }], payload: [1] },
      { command: "step_over", variables: [] },
    ]);
  });

  test("a watched expression shows its value and can be let go", async () => {
    open("paused");
    await panel();
    await user.type(screen.getByTestId("watch-add"), "vars.count * 10 + 2{Enter}");
    const row = await screen.findByTestId("watch-row");
    expect(await within(row).findByText("42")).toBeTruthy();
    expect(sent("/runs/r/debug/watch")).toEqual([{ expression: "vars.count * 10 + 2" }]);
    await user.click(within(row).getByRole("button", { name: /Stop watching/ }));
    expect(screen.queryByTestId("watch-row")).toBeNull();
  });

  test("a condition is told when it is finished, not letter by letter", async () => {
    open("paused");
    bench.toggleBreakpoint("work");
    await panel();
    await user.type(screen.getByLabelText("Condition at work"), "vars.n > 2{Enter}");
    await user.type(screen.getByLabelText("Round at work"), "3");
    await waitFor(() =>
      expect(sent("/runs/r/breakpoints")).toEqual([
        { breakpoints: [{ node: "work", condition: "vars.n > 2" }] },
        { breakpoints: [{ node: "work", condition: "vars.n > 2", iteration: 2 }] },
      ]),
    );
    await user.click(screen.getByLabelText("Remove the breakpoint at work"));
    expect(bench.getState().breakpoints).toEqual([]);
  });
});
