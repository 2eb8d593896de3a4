// The queue over the list of runs, the priority of one that waits, and the global variables.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { RunItem } from "../../src/core/run";
import { PriorityCell } from "../../src/features/runs/list/PriorityCell";
import { QueuePanel } from "../../src/features/runs/list/QueuePanel";
import { RunFilters } from "../../src/features/runs/list/RunFilters";
import { VariablesPage } from "../../src/features/variables";
import { pretendServer, show } from "../kit/page";

const user = userEvent.setup();

const waiting = { id: "r", flow_name: "Sample", status: "pending", priority: 5 } as RunItem;

describe("the queue", () => {
  const queue = { running: 4, pending: 12, parked: 3, paused: 1, at_once: 4, queue_limit: 12, flows: [] };

  test("tells what runs and waits beside how much may, and that it is full", async () => {
    pretendServer({
      "GET /runs/queue": { ...queue, flows: [{ flow_id: "f", name: "Backup", running: 3, pending: 9 }] },
    });
    await show(<QueuePanel />);
    const panel = await screen.findByTestId("queue-panel");
    expect(within(panel).getByTestId("queue-running").textContent).toBe("4running of 4");
    expect(within(panel).getByTestId("queue-pending").textContent).toBe("12waiting of 12");
    expect(within(panel).getByTestId("queue-parked").textContent).toBe("3asleep");
    expect(within(panel).getByRole("link", { name: "Backup" }).getAttribute("href")).toBe("/runs?flow=f");
    expect(within(panel).getByRole("status").textContent).toContain("The queue is full");
  });

  test("a priority is sent once it is typed, within its bounds", async () => {
    const requests = pretendServer({ "PATCH /runs/r": {} });
    await show(<PriorityCell run={waiting} mayEdit />);
    const field = screen.getByLabelText("Priority of Sample");
    await user.clear(field);
    await user.type(field, "40{Enter}");
    await waitFor(() =>
      expect(requests).toEqual([{ method: "PATCH", path: "/runs/r", body: { priority: 40 } }]),
    );
  });

  test("a priority that was not changed, or left empty, is not sent", async () => {
    const requests = pretendServer({ "PATCH /runs/r": {} });
    await show(<PriorityCell run={waiting} mayEdit />);
    const field = screen.getByLabelText("Priority of Sample") as HTMLInputElement;
    await user.clear(field);
    await user.tab();
    expect(field.value).toBe("5");
    expect(requests).toEqual([]);
  });

  test("only a run that waits can change its place", async () => {
    pretendServer({});
    await show(<PriorityCell run={{ ...waiting, status: "running" }} mayEdit />);
    expect(screen.queryByRole("textbox")).toBeNull();
    expect(screen.getByText("5")).toBeTruthy();
  });
});

test("the list of runs is filtered by what started them, in words", async () => {
  const trigger = [
    { value: "call", count: 4 },
    { value: "webhook", count: 2 },
  ];
  pretendServer({ "GET /runs/facets": { status: [], flow: [], trigger, user: [] } });
  const onChange = vi.fn();
  await show(<RunFilters search={{}} onChange={onChange} />);
  expect((await screen.findByTestId("facet-trigger-call")).textContent).toBe("another flow4");
  await user.click(screen.getByRole("button", { name: "webhook 2" }));
  expect(onChange).toHaveBeenCalledWith({ trigger: "webhook" });
});

describe("global variables", () => {
  const stored = { name: "region", value: "eu-west", updated_at: "2026-01-01T00:00:00Z", updated_by: "ann" };
  const open = async () => {
    const requests = pretendServer({
      "GET /variables": { items: [stored], next_cursor: null },
      "PUT /variables/limit": {},
      "PUT /variables/region": {},
      "DELETE /variables/region": undefined,
    });
    await show(<VariablesPage />);
    await screen.findByTestId("variable-row-region");
    return requests;
  };

  test("a new one needs a good name and a value as JSON", async () => {
    const requests = await open();
    await user.click(screen.getByTestId("create-variable"));
    const name = await screen.findByTestId("variable-name");
    await user.type(name, "region");
    expect(screen.getByText(/There is a variable with this name/)).toBeTruthy();
    await user.clear(name);
    await user.type(name, "1st");
    expect(screen.getByText(/begin with a letter/)).toBeTruthy();
    await user.clear(name);
    await user.type(name, "limit");
    await user.type(screen.getByTestId("variable-value"), "{{");
    expect((screen.getByTestId("variable-save") as HTMLButtonElement).disabled).toBe(true);
    await user.type(screen.getByTestId("variable-value"), '"most": 3}');
    await user.click(screen.getByTestId("variable-save"));
    await waitFor(() =>
      expect(requests).toEqual([{ method: "PUT", path: "/variables/limit", body: { value: { most: 3 } } }]),
    );
  });

  test("one is changed and one is deleted, after asking", async () => {
    const requests = await open();
    await user.click(screen.getByLabelText("Change region"));
    const value = await screen.findByTestId("variable-value");
    await user.clear(value);
    await user.type(value, '"us-east"');
    await user.click(screen.getByTestId("variable-save"));
    await waitFor(() => expect(requests).toHaveLength(1));
    await user.click(await screen.findByLabelText("Delete region"));
    await user.click(await screen.findByRole("button", { name: "Delete variable" }));
    await waitFor(() => expect(requests).toHaveLength(2));
    expect(requests).toEqual([
      { method: "PUT", path: "/variables/region", body: { value: "us-east" } },
      { method: "DELETE", path: "/variables/region", body: undefined },
    ]);
  });
});
