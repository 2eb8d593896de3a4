// Flows in tabs: each keeps what was done to it, and nobody sees what another person had open.
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { FlowDetail } from "../../src/api/flows/types";
import {
  closeTab,
  hasUnsaved,
  noteOrigin,
  openFlows,
  sessionFor,
  tabBeside,
} from "../../src/features/editor/tabs/openFlows";
import { leaveTab } from "../../src/features/editor/tabs/tabCommands";
import { catalog, sampleDocument } from "../kit/catalog";
import { driver } from "../kit/scenario";

const flow = (id: string, version = 1): FlowDetail =>
  ({
    id,
    version,
    is_active: true,
    problems: [],
    document: { ...sampleDocument(), name: id },
  }) as unknown as FlowDetail;
const open = (id: string, version?: number, user = "ann") =>
  sessionFor(flow(id, version), catalog, true, user);
const names = () => openFlows.getState().tabs.map((tab) => tab.name);

/** A browser whose room may run out. */
const browser = { isFull: false };
vi.stubGlobal("localStorage", {
  getItem: () => null,
  removeItem: () => undefined,
  setItem: () => {
    if (browser.isFull) throw new Error("full");
  },
});

beforeEach(() => {
  browser.isFull = false;
  for (const { id } of openFlows.getState().tabs) closeTab(id);
});

describe("tabs", () => {
  test("a flow that is open keeps its history and what is not saved, whatever the server has", () => {
    const first = open("one");
    first.store.getState().apply({ kind: "renameNode", node: "a", name: "Changed" });
    expect(open("one", 5)).toBe(first);
  });

  test("what this browser can keep is not lost; what it cannot is asked about", () => {
    const first = open("one");
    first.store.getState().apply({ kind: "renameNode", node: "a", name: "Changed" });
    expect(hasUnsaved()).toBe(false);
    browser.isFull = true;
    expect(hasUnsaved()).toBe(true);
    first.store.getState().undo();
    expect(hasUnsaved()).toBe(false);
  });

  test("with nothing drawn, a newer version on the server takes its place", () => {
    const first = open("one");
    expect(open("one", 1)).toBe(first);
    expect(open("one", 2)).not.toBe(first);
    expect(names()).toEqual(["one"]);
  });

  test("the next tab is beside, around the ends; a new name shows at once", () => {
    open("one");
    expect(tabBeside("one", 1)).toBeUndefined();
    const two = open("two");
    open("three");
    expect([tabBeside("three", 1), tabBeside("one", -1), tabBeside("one", 1)]).toEqual([
      "one",
      "three",
      "two",
    ]);
    two.store.getState().apply({ kind: "setDocument", fields: { name: "Second" } });
    expect(names()).toEqual(["one", "Second", "three"]);
  });

  test("closing asks where the draft cannot be kept, and goes to the tab beside", () => {
    const one = open("one");
    open("two");
    const opened: string[] = [];
    const context = { ...driver(), session: one, openFlow: (id: string) => opened.push(id) } as never;
    one.store.getState().apply({ kind: "renameNode", node: "a", name: "Changed" });
    browser.isFull = true;
    leaveTab(context, "one");
    expect(one.view.getState().dialog).toBe("close");
    expect(names()).toEqual(["one", "two"]);
    one.store.getState().undo();
    leaveTab(context, "one");
    expect(opened).toEqual(["two"]);
    expect(names()).toEqual(["two"]);
  });

  test("another person finds nothing of what was open, and the way back goes with its tab", () => {
    const first = open("one");
    noteOrigin("one", "outer");
    const other = open("one", 1, "bob");
    expect(other).not.toBe(first);
    expect(openFlows.getState().origins).toEqual({});
  });
});
