// A run on many machines: how many failed, which, and why; where a run worked, in the list and in the filters.
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createOverlayStore } from "../../src/core/overlayStore";
import type { RunItem } from "../../src/core/run";
import { runQuery } from "../../src/core/runFilter";
import { placeOf } from "../../src/core/selectors";
import Children from "../../src/features/runs/Children";
import { FilterBar } from "../../src/features/runs/list/FilterBar";
import { RunFilters } from "../../src/features/runs/list/RunFilters";
import { pretendServer, show } from "../kit/page";

const user = userEvent.setup();

/** Rows are drawn only where there is room for them. */
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(800);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1000);
});
afterEach(() => vi.restoreAllMocks());

function child(number: number, status: string, error?: string): RunItem {
  return {
    id: `r${number}`,
    flow_id: "f",
    flow_name: "Patch",
    flow_version: 1,
    status: status as RunItem["status"],
    trigger: "call",
    created_at: "2026-01-01T00:00:00Z",
    duration_ms: 1200,
    target: { id: `t${number}`, name: `web-${number}` },
    ...(error ? { error: { kind: "target_unreachable", message: error } } : {}),
  };
}

/** A thousand machines, of which three failed, the last of them by running out of time. */
const MANY = Array.from({ length: 1000 }, (_, number) => {
  if (number === 400 || number === 700) return child(number, "failed", "No answer.\nTried three times.");
  return child(number, number === 999 ? "timed_out" : "completed");
});

const asked: string[] = [];

function answer(path: string) {
  asked.push(path);
  const query = new URLSearchParams(path.split("?")[1]);
  const wanted = query.get("status");
  const from = Number(query.get("cursor") ?? 0);
  const found = MANY.filter(({ status }) => wanted === null || status === wanted);
  const end = from + Number(query.get("limit"));
  const totals = { completed: 997, failed: 2, timed_out: 1 };
  return Response.json({
    items: found.slice(from, end),
    next_cursor: end < found.length ? String(end) : null,
    totals,
  });
}

async function showChildren(isByTarget = true, answers = answer) {
  asked.length = 0;
  pretendServer({ "GET /runs/p/children": answers });
  const overlay = createOverlayStore();
  overlay.open("p", {
    id: "p",
    status: "completed",
    nodes: {},
  } as unknown as Parameters<typeof overlay.open>[1]);
  await show(<Children runId="p" overlay={overlay} isByTarget={isByTarget} />);
  await screen.findByTestId("children");
}

const rows = () => screen.getAllByTestId("child-run");
const names = () => rows().map((row) => within(row).getByRole("link").textContent);

test("those that failed stand first, each with why and a way to it; no more are read than are looked at", async () => {
  await showChildren();
  await waitFor(() => expect(names().slice(0, 4)).toEqual(["web-400", "web-700", "web-999", "web-0"]));
  const [first] = rows();
  if (!first) throw new Error("a row");
  expect(within(first).getByText("No answer.")).toBeTruthy();
  expect(within(first).getByRole("link").getAttribute("href")).toBe("/runs/r400");
  expect(rows().length).toBeLessThan(60);
  expect(asked.length).toBeLessThan(4);
});

test("a further page that fails is asked for once, and again on a press", async () => {
  let isBroken = true;
  await showChildren(true, (path) => {
    if (!path.includes("cursor=")) {
      asked.push(path);
      return Response.json({ items: [child(1, "completed")], next_cursor: "1", totals: {} });
    }
    asked.push("more");
    if (isBroken) return Response.json({ detail: "Not now." }, { status: 500 });
    return Response.json({ items: [child(2, "completed")], next_cursor: null, totals: {} });
  });
  expect((await screen.findByRole("alert")).textContent).toContain("More of them could not be read");
  expect(names()).toEqual(["web-1"]);
  expect(asked.filter((one) => one === "more")).toHaveLength(1);
  isBroken = false;
  await user.click(screen.getByRole("button", { name: "Retry" }));
  await waitFor(() => expect(names()).toEqual(["web-1", "web-2"]));
  expect(screen.queryByRole("alert")).toBeNull();
});

test("one press shows only those that failed, another all again", async () => {
  await showChildren();
  const failed = await screen.findByTestId("children-failed");
  expect(failed.textContent).toBe("2 failed");
  await user.click(failed);
  await waitFor(() => expect(names()).toEqual(["web-400", "web-700"]));
  expect(failed.getAttribute("aria-pressed")).toBe("true");
  expect(asked).toContain("/runs/p/children?status=failed&limit=100");
  expect(screen.getByRole("link", { name: "Show in the list of runs" }).getAttribute("href")).toBe(
    "/runs?parent=p&status=failed",
  );
  await user.click(failed);
  await waitFor(() => expect(names()).toHaveLength(rows().length));
  await waitFor(() => expect(names()[3]).toBe("web-0"));
});

test("runs that nodes started go by the name of their flow", async () => {
  await showChildren(false);
  expect(names()[0]).toBe("Patch");
  expect(screen.getByRole("columnheader", { name: "Flow" })).toBeTruthy();
});

test("a run says where it works", () => {
  expect(placeOf({ target: { id: "t", name: "web-1" } })).toBe("web-1");
  expect(placeOf({ target: null, target_count: 12 })).toBe("12 machines");
  expect(placeOf({ target: null, target_count: null })).toBe("");
});

test("runs are filtered by their machine, by its name", async () => {
  const target = [{ id: "t1", name: "web-1", count: 3 }];
  pretendServer({ "GET /runs/facets": { status: [], flow: [], trigger: [], user: [], target } });
  const onChange = vi.fn();
  await show(
    <>
      <RunFilters search={{}} onChange={onChange} />
      <FilterBar search={{ target: "web-1" }} onChange={onChange} onOpenView={() => undefined} />
    </>,
  );
  await user.click(await screen.findByTestId("facet-target-web-1"));
  expect(onChange).toHaveBeenLastCalledWith({ target: "web-1" });
  expect(runQuery({ target: "web-1" }, 0)).toMatchObject({ target: "web-1" });
  await user.click(screen.getByRole("button", { name: "Show runs on every machine" }));
  expect(onChange).toHaveBeenLastCalledWith({ target: undefined });
});
