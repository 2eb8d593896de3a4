// After a run has ended: retry in place, run again with other values, and answers to interrupted steps.
import { cleanup, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { createOverlayStore } from "../../src/core/overlayStore";
import type { RunDetail, RunStatus } from "../../src/core/run";
import { AgainButtons } from "../../src/features/runs/AgainButtons";
import { Interrupted } from "../../src/features/runs/Interrupted";
import { sampleDocument } from "../kit/catalog";
import { pretendServer, type Request, show } from "../kit/page";

const user = userEvent.setup();

const run: RunDetail = {
  id: "r",
  flow_id: "f",
  flow_name: "Sample",
  flow_version: 3,
  status: "failed",
  trigger: "manual",
  created_at: "2026-01-01T00:00:00Z",
  parameters: { host: "web-1", key: "********" },
  result: null,
  nodes: {},
  document: {
    ...sampleDocument(),
    parameters: {
      host: { type: "string", required: true },
      key: { type: "string", secret: true, required: true },
    },
  },
};

const ended = (status: RunStatus) => {
  const overlay = createOverlayStore();
  overlay.open("r", { status, nodes: {} });
  return overlay;
};

const bodies = (requests: Request[], path: string) =>
  requests.filter((item) => item.path === path).map((item) => item.body);

describe("retry", () => {
  const ask = (steps: unknown[] = []) =>
    pretendServer({
      "GET /runs/r/steps": { items: steps, next_cursor: null },
      "GET /runs/r/variables": {
        items: [{ name: "count", scope: "job", type: "integer", value: 4 }],
        next_cursor: null,
      },
      "POST /runs/r/retry": {},
    });
  const open = async (node?: string, onResumed = vi.fn()) => {
    await show(<AgainButtons run={run} overlay={ended("failed")} node={node} onResumed={onResumed} />);
    await user.click(screen.getByTestId("retry"));
    await screen.findByTestId("retry-submit");
    return onResumed;
  };

  test("goes on where it stopped when nothing is changed", async () => {
    const requests = ask();
    const onResumed = await open();
    await user.click(screen.getByTestId("retry-submit"));
    await waitFor(() => expect(onResumed).toHaveBeenCalledTimes(1));
    expect(bodies(requests, "/runs/r/retry")).toEqual([{}]);
  });

  test("goes on from the selected node with another variable and payload", async () => {
    const step = { key: "each[2]/a", node: "a", type: "t.work", status: "completed", attempt: 1 };
    const requests = ask([step]);
    await open("a");
    await waitFor(() =>
      expect((screen.getByTestId("retry-from") as HTMLSelectElement).value).toBe("each[2]/a"),
    );
    await user.click(screen.getByTestId("retry-variable-add"));
    await user.type(screen.getByTestId("retry-variable-name"), "count");
    await user.clear(screen.getByTestId("retry-variable-value"));
    await user.type(screen.getByTestId("retry-variable-value"), "not json");
    expect((screen.getByTestId("retry-submit") as HTMLButtonElement).disabled).toBe(true);
    await user.clear(screen.getByTestId("retry-variable-value"));
    await user.type(screen.getByTestId("retry-variable-value"), "5");
    await user.type(screen.getByTestId("retry-payload"), "true");
    await user.click(screen.getByTestId("retry-submit"));
    await waitFor(() => expect(bodies(requests, "/runs/r/retry")).toHaveLength(1));
    expect(bodies(requests, "/runs/r/retry")[0]).toEqual({
      from: "each[2]/a",
      variables: [{ name: "count", scope: "job", value: 5 }],
      payload: true,
    });
  });

  test("a completed run cannot be retried, one that goes on neither", async () => {
    pretendServer({});
    await show(<AgainButtons run={run} overlay={ended("completed")} node={undefined} onResumed={vi.fn()} />);
    expect(screen.queryByTestId("retry")).toBeNull();
    expect(screen.getByTestId("rerun")).toBeTruthy();
  });
});

describe("run again", () => {
  const open = async () => {
    const requests = pretendServer({ "POST /runs/r/rerun": { run_id: "r2" } });
    await show(<AgainButtons run={run} overlay={ended("completed")} node={undefined} onResumed={vi.fn()} />);
    await user.click(screen.getByTestId("rerun"));
    await screen.findByTestId("rerun-submit");
    return requests;
  };

  test("leaves the values to the server when none is changed, so that secrets stay", async () => {
    const requests = await open();
    await user.click(screen.getByTestId("rerun-submit"));
    await waitFor(() => expect(bodies(requests, "/runs/r/rerun")).toEqual([{ version: "same" }]));
  });

  test("a changed value takes the newest version, and asks for the secret anew", async () => {
    const requests = await open();
    await user.click(screen.getByText("The newest version"));
    await user.clear(screen.getByTestId("field-host"));
    await user.type(screen.getByTestId("field-host"), "web-2");
    await user.click(screen.getByTestId("rerun-submit"));
    expect(await screen.findByText("Fill this in.")).toBeTruthy();
    expect(requests).toEqual([]);
    await user.type(screen.getByTestId("field-key"), "s3cret");
    await user.type(screen.getByTestId("rerun-input"), "7");
    await user.click(screen.getByTestId("rerun-submit"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(bodies(requests, "/runs/r/rerun")[0]).toEqual({
      version: "latest",
      parameters: { host: "web-2", key: "s3cret" },
      input: 7,
    });
  });
});

describe("run again where it failed", () => {
  const onMany = { ...run, target_count: 3 };
  const open = async (totals: object, of: RunDetail = onMany) => {
    const requests = pretendServer({
      "GET /runs/r/children": { items: [], next_cursor: null, totals },
      "POST /runs/r/rerun": { run_id: "r2" },
    });
    await show(<AgainButtons run={of} overlay={ended("failed")} node={undefined} onResumed={vi.fn()} />);
    await screen.findByTestId("rerun");
    return requests;
  };

  test("leaves out the machines where all went well", async () => {
    const requests = await open({ completed: 1, failed: 1, timed_out: 1 });
    await user.click(await screen.findByTestId("rerun-failed"));
    expect(await screen.findByText(/^It runs on 2 machines where it did not complete/)).toBeTruthy();
    await user.click(screen.getByTestId("rerun-submit"));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(bodies(requests, "/runs/r/rerun")).toEqual([{ version: "same", failed_targets: true }]);
  });

  test("is not offered where it failed on none, nor where it did not run on several", async () => {
    await open({ completed: 3 });
    await waitFor(() => expect(screen.queryByTestId("rerun-failed")).toBeNull());
    cleanup();
    await open({ failed: 1 }, run);
    await waitFor(() => expect(screen.queryByTestId("rerun-failed")).toBeNull());
  });
});

describe("interrupted steps", () => {
  const open = async (status: RunStatus = "failed") => {
    const steps = [{ key: "each[1]/a", node: "a", started_at: "2026-01-01T00:00:00Z" }];
    const requests = pretendServer({
      "GET /runs/r/interrupted": { items: steps, next_cursor: null },
      "POST /runs/r/interrupted": {},
    });
    const onResumed = vi.fn();
    await show(
      <Interrupted
        runId="r"
        overlay={ended(status)}
        titleOf={(node) => `Title of ${node}`}
        onShowNode={vi.fn()}
        onResumed={onResumed}
      />,
    );
    return { requests, onResumed };
  };

  test("run it again takes the run up", async () => {
    const { requests, onResumed } = await open();
    const row = await screen.findByTestId("interrupted-a");
    expect(within(row).getByText("Title of a")).toBeTruthy();
    await user.click(within(row).getByRole("button", { name: "Run it again" }));
    await waitFor(() => expect(onResumed).toHaveBeenCalledTimes(1));
    expect(requests.map((item) => item.body)).toEqual([{ key: "each[1]/a", answer: "retry" }]);
  });

  test("it was done asks for the result", async () => {
    const { requests, onResumed } = await open();
    await user.click(await screen.findByRole("button", { name: "It was done" }));
    await user.type(await screen.findByTestId("interrupted-result"), '{{"exit_code": 0}');
    await user.click(screen.getByRole("button", { name: "Go on with this result" }));
    await waitFor(() => expect(onResumed).toHaveBeenCalledTimes(1));
    expect(requests[0]?.body).toEqual({ key: "each[1]/a", answer: "done", result: { exit_code: 0 } });
  });

  test("it failed leaves the run as it is", async () => {
    const { requests, onResumed } = await open();
    await user.click(await screen.findByRole("button", { name: "It failed" }));
    await waitFor(() => expect(requests).toHaveLength(1));
    expect(requests[0]?.body).toEqual({ key: "each[1]/a", answer: "fail" });
    expect(onResumed).not.toHaveBeenCalled();
  });

  test("a run that goes on is not asked about", async () => {
    await open("running");
    expect(screen.queryByTestId("interrupted")).toBeNull();
  });
});
