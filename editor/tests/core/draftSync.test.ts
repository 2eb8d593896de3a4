// One person draws one flow in several tabs: nothing that was drawn in any of them is lost.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FlowDocument, Json } from "../../src/core/document";
import { isEqual } from "../../src/core/equal";
import { type DraftStorage, findCopies } from "../../src/core/localDraft";
import { FakeBrowser, FakeServer, fieldIn, marksIn, nameIn, openTab, type Tab } from "../kit/drafts";

const text = (document: FlowDocument | undefined) => JSON.stringify(document);
const sorted = (marks: readonly string[]) => [...marks].sort();

function two(storage?: DraftStorage) {
  const server = new FakeServer();
  const [one, other] = [openTab(server, "one", storage), openTab(server, "other", storage)];
  for (const tab of [one, other]) tab.keeper.start();
  return { server, one, other };
}

/** Until all is said. */
async function settle(...tabs: Tab[]): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    for (const { keeper } of tabs) {
      await keeper.keepNow();
      await keeper.catchUp();
    }
  }
}

function expectSame(server: FakeServer, ...tabs: Tab[]): void {
  const there = server.theirs().document;
  for (const tab of tabs) expect(tab.document()).toEqual(there);
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("two tabs, one draft", () => {
  test("what either drew is in both and on the server; it is one step with a name, and is told", async () => {
    const { server, one, other } = two();
    one.add("first");
    await one.keeper.keepNow();
    other.rename("Second");
    const before = text(other.document());
    expect(await other.keeper.keepNow()).toBe(true);
    await one.keeper.catchUp();
    expectSame(server, one, other);
    expect(marksIn(server.draft?.document)).toEqual(["first"]);
    expect(nameIn(server.draft?.document)).toBe("Second");
    for (const tab of [one, other]) {
      expect(tab.told).toEqual(["Changes you made in another tab are in this drawing too."]);
      expect(tab.store.getState().history.past.at(-1)?.label).toBe("merge changes from another tab");
    }
    other.store.getState().undo();
    expect(text(other.document())).toBe(before);
    other.store.getState().redo();
    expectSame(server, one, other);
  });

  test("undo of a merge takes it back everywhere, and in the other tab undo brings it back", async () => {
    const { server, one, other } = two();
    one.add("first");
    await one.keeper.keepNow();
    other.rename("Second");
    await other.keeper.keepNow();
    other.store.getState().undo();
    await settle(other, one);
    expect(marksIn(one.document())).toEqual([]);
    one.store.getState().undo();
    await settle(one, other);
    expectSame(server, one, other);
    expect(marksIn(other.document())).toEqual(["first"]);
    expect(nameIn(other.document())).toBeUndefined();
  });

  test("where both changed the same field, what is drawn here stays; the rest of theirs comes in", async () => {
    const { server, one, other } = two();
    one.set("a", "command", "one");
    one.set("a", "depth", 1);
    await one.keeper.keepNow();
    other.set("a", "command", "other");
    await settle(other, one);
    expectSame(server, one, other);
    expect(fieldIn(one.document(), "a", "command")).toBe("other");
    expect(fieldIn(one.document(), "a", "depth")).toBe(1);
  });

  test("a node that one removed and the other changed stays, whoever sends first", async () => {
    for (const isRemovedFirst of [true, false]) {
      const { server, one, other } = two();
      const acts = [
        () => one.store.getState().apply({ kind: "remove", nodes: ["b"], wires: [] }),
        () => other.set("b", "command", "kept"),
      ];
      for (const act of acts) act();
      const order = isRemovedFirst ? [one, other] : [other, one];
      for (const { keeper } of order) await keeper.keepNow();
      await settle(one, other);
      expectSame(server, one, other);
      expect(fieldIn(one.document(), "b", "command")).toBe("kept");
      expect(one.document().wires.map((wire) => wire.id)).toContain("w2");
    }
  });

  test("new nodes with one id are two; the one that is worked on stays selected", async () => {
    const { server, one, other } = two();
    one.add("first");
    other.add("second");
    const id = other.document().nodes.at(-1)?.id ?? "";
    expect(one.document().nodes.at(-1)?.id).toBe(id);
    other.store.getState().select({ nodes: new Set([id]) });
    await one.keeper.keepNow();
    await settle(other, one);
    expectSame(server, one, other);
    expect(sorted(marksIn(one.document()))).toEqual(["first", "second"]);
    const [selected] = other.store.getState().selection.nodes;
    expect(fieldIn(other.document(), selected ?? "", "mark")).toBe("second");
  });

  test("idle tabs ask and send nothing more, and a look that finds nothing new changes nothing", async () => {
    const { server, one, other } = two();
    one.rename("One");
    other.set("a", "command", "other");
    await settle(one, other);
    server.asked.length = 0;
    const { document, history } = one.store.getState();
    await settle(one, other, one);
    expect(new Set(server.asked)).toEqual(new Set(["look"]));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(new Set(server.asked)).toEqual(new Set(["look"]));
    expect(one.store.getState()).toMatchObject({ document, history });
  });

  test("the same drawn in both is nothing new: no step, and nothing is sent", async () => {
    const { server, one, other } = two();
    for (const tab of [one, other]) tab.rename("Same");
    await one.keeper.keepNow();
    await other.keeper.keepNow();
    expect(server.asked).toEqual(["keep", "keep", "read"]);
    expect(other.store.getState().history.past).toHaveLength(1);
    expect(other.told).toEqual([]);
  });

  test("looks that come at once are one", async () => {
    const { server, one } = two();
    await Promise.all([one.keeper.catchUp(), one.keeper.catchUp()]);
    expect(server.asked).toEqual(["look"]);
  });

  test("a tab that is shown again looks for what was drawn meanwhile", async () => {
    const { server, one, other } = two();
    const stop = other.keeper.start();
    stop();
    one.add("first");
    await one.keeper.keepNow();
    other.keeper.start();
    await vi.advanceTimersByTimeAsync(0);
    expectSame(server, one, other);
  });

  test("a server that always says no is not asked for ever", async () => {
    const { server, one } = two();
    one.rename("One");
    server.gate = async () => {
      if (server.draft) server.draft.updated_at += "x";
      else server.draft = { base_version: 1, document: server.theirs().document, updated_at: "x" };
    };
    expect(await one.keeper.keepNow()).toBe(false);
    expect(one.keeper.state.getState().keeping).toBe("local");
    expect(server.asked).toHaveLength(10);
  });
});

describe("the draft is gone", () => {
  test("published in the other tab: this one goes on from there, without what was taken out meanwhile", async () => {
    const { server, one, other } = two();
    other.add("removed later");
    other.add("published");
    await other.keeper.keepNow();
    await one.keeper.catchUp();
    one.remove("removed later");
    await one.publish();
    other.set("a", "command", "not published");
    const before = text(other.document());
    await settle(other, one);
    expectSame(server, one, other);
    expect(marksIn(other.document())).toEqual(["published"]);
    expect(fieldIn(one.document(), "a", "command")).toBe("not published");
    expect(other.store.getState()).toMatchObject({ version: 2, saved: server.versions[1] });
    expect(server.draft?.base_version).toBe(2);
    expect(other.told).toEqual([
      "The draft was published or discarded in another tab. You go on from version 2.",
    ]);
    other.store.getState().undo();
    expect(text(other.document())).toBe(before);
    expect(other.store.getState().version).toBe(1);
  });

  test("published as it is drawn here too: this is that version now, with nothing to send or to undo", async () => {
    const { server, one, other } = two();
    one.add("first");
    await settle(one, other);
    const steps = other.store.getState().history.past.length;
    await one.publish();
    await other.keeper.catchUp();
    expect(other.store.getState().version).toBe(2);
    expect(other.store.getState().history.past).toHaveLength(steps);
    expect(await other.keeper.keepNow()).toBe(true);
    expect(server.draft).toBeUndefined();
  });

  test("publishing takes in first what was drawn in the other tab, and does not publish it unseen", async () => {
    const { server, one, other } = two();
    one.rename("One");
    await one.keeper.keepNow();
    other.add("second");
    await other.keeper.keepNow();
    expect(await one.publish()).toBe(false);
    expect(marksIn(one.document())).toEqual(["second"]);
    expect(await one.publish()).toBe(true);
    await settle(other);
    expect(marksIn(server.versions[1])).toEqual(["second"]);
    expectSame(server, one, other);
  });

  test("discarded in the other tab: here too, but for what was drawn here since; undo brings it back", async () => {
    const { server, one, other } = two();
    one.add("discarded");
    await settle(one, other);
    const drawn = text(other.document());
    one.store.getState().undo();
    await one.keeper.keepNow();
    await other.keeper.catchUp();
    expectSame(server, one, other);
    expect(marksIn(other.document())).toEqual([]);
    other.store.getState().undo();
    expect(text(other.document())).toBe(drawn);
    await settle(other, one);
    expect(marksIn(one.document())).toEqual(["discarded"]);
  });

  test("discarding spares what was drawn in the other tab and not seen here", async () => {
    const { server, one, other } = two();
    one.add("discarded");
    await settle(one, other);
    other.add("unseen");
    await other.keeper.keepNow();
    const { saved, version, rebase } = one.store.getState();
    rebase(saved, { saved, version }, "discard draft");
    await settle(one, other);
    expectSame(server, one, other);
    expect(marksIn(other.document())).toEqual(["unseen"]);
  });

  test("a draft that another tab moved on to a newer version brings that version along", async () => {
    const { server, one, other } = two();
    one.rename("One");
    await settle(one, other);
    const newer = { ...(server.versions[0] as FlowDocument), description: "by somebody else" };
    server.versions.push(newer);
    const { document, rebase } = one.store.getState();
    rebase({ ...document, description: "by somebody else" }, { saved: newer, version: 2 }, "merge version 2");
    other.set("a", "command", "other");
    await settle(one, other);
    expectSame(server, one, other);
    expect(other.store.getState()).toMatchObject({ version: 2, saved: newer });
    expect(server.draft?.base_version).toBe(2);
    other.store.getState().undo();
    expect(other.store.getState().version).toBe(1);
  });
});

describe("without the server", () => {
  test("what was drawn meanwhile in both comes together when it is back", async () => {
    const { server, one, other } = two();
    server.isAway = true;
    one.add("one");
    other.add("other");
    expect(await one.keeper.keepNow()).toBe(false);
    expect(await other.keeper.keepNow()).toBe(false);
    server.isAway = false;
    await vi.advanceTimersByTimeAsync(10_000);
    await settle(one, other);
    expectSame(server, one, other);
    expect(sorted(marksIn(one.document()))).toEqual(["one", "other"]);
  });

  test("an answer that got lost does not bring back what was taken out since", async () => {
    const { server, one } = two();
    server.isMute = true;
    one.add("taken out");
    one.add("changed");
    expect(await one.keeper.keepNow()).toBe(false);
    server.isMute = false;
    one.remove("taken out");
    one.set(one.document().nodes.at(-1)?.id ?? "", "depth", 3);
    expect(await one.keeper.keepNow()).toBe(true);
    expect(marksIn(server.draft?.document)).toEqual(["changed"]);
    expect(one.told).toEqual([]);
  });

  test("each tab of a browser has its copy, and leaves the other's alone", async () => {
    const browser = new FakeBrowser();
    const { server, one, other } = two(browser);
    server.isAway = true;
    one.add("one");
    other.add("other");
    for (const { keeper } of [one, other]) await keeper.keepNow();
    expect(browser.held.size).toBe(2);
    server.isAway = false;
    await one.keeper.keepNow();
    expect([...browser.held.keys()]).toEqual(["draft.other"]);
  });

  test("what closed tabs left in the browser is in the flow when it is opened again, and on the server then", async () => {
    const browser = new FakeBrowser();
    const { server, one, other } = two(browser);
    one.rename("One");
    await settle(one, other);
    server.isAway = true;
    one.add("one");
    other.add("other");
    other.set("a", "command", "other");
    for (const { keeper } of [one, other]) keeper.keepHere();
    server.isAway = false;
    // A third browser went on from what the server had, and somebody published.
    const elsewhere = openTab(server, "elsewhere");
    elsewhere.add("elsewhere");
    elsewhere.set("a", "command", "elsewhere");
    await elsewhere.publish();

    const again = openTab(server, "again", browser);
    expect(sorted(marksIn(again.document()))).toEqual(["elsewhere", "one", "other"]);
    expect(again.store.getState().version).toBe(2);
    expect(browser.held.size).toBe(2);
    again.keeper.start();
    await again.keeper.keepNow();
    expect(browser.held.size).toBe(0);
    expect(sorted(marksIn(server.draft?.document))).toEqual(["elsewhere", "one", "other"]);
  });

  test("of a field that was changed in a copy and on the server, the later one counts", () => {
    for (const year of ["2001", "2077"]) {
      const browser = new FakeBrowser();
      const { server, one } = two(browser);
      one.set("a", "command", "copy");
      one.keeper.keepHere();
      const [[key, copy] = ["", ""]] = browser.held;
      browser.setItem(key, text({ ...JSON.parse(copy), updated_at: `${year}-01-01T00:00:00Z` }) ?? "");
      const document = JSON.parse(text(server.versions[0]) ?? "") as FlowDocument;
      document.nodes[1] = { ...document.nodes[1], config: { command: "server" } } as never;
      server.draft = { base_version: 1, document, updated_at: "2026-01-01T10:00:00Z" };
      const again = openTab(server, "again", browser);
      expect(fieldIn(again.document(), "a", "command")).toBe(year === "2001" ? "server" : "copy");
    }
  });

  test("a copy that its tab has gone on with since stays, and one that nobody can read does no harm", async () => {
    const browser = new FakeBrowser();
    const { server, one } = two(browser);
    browser.setItem("draft.broken", '{"base_version":1,"document":{"nodes":"none"}}');
    one.add("first");
    one.keeper.keepHere();
    const other = openTab(server, "late", browser);
    expect(marksIn(other.document())).toEqual(["first"]);
    one.add("second");
    one.keeper.keepHere();
    await other.keeper.keepNow();
    expect(findCopies(browser, "draft.").map(({ key }) => key)).toEqual(["draft.one"]);
  });
});

type Pick = (below: number) => number;

/** Numbers that look like chance and are the same every time. */
function chance(seed: number): Pick {
  let state = seed * 2654435761;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return (state >>> 8) % below;
  };
}

/** What each tab drew, and so has to be there at the end. */
interface Expected {
  marks: Set<string>;
  fields: Map<string, Json>;
}

function drawSomething(
  tab: Tab,
  what: number,
  pick: Pick,
  expected: Expected,
  mark: string,
  id?: string,
): void {
  const node = ["begin", "a", "b"][pick(3)] ?? "a";
  const own = marksIn(tab.document()).filter((each) => each.startsWith(`${tab.name}-`));
  const gone = own[pick(own.length || 1)] ?? "";
  if (what < 2) {
    expected.fields.set(`${node}.${tab.name}`, mark);
    tab.set(node, tab.name, mark);
  } else if (what === 2) {
    expected.marks.add(mark);
    tab.add(mark, id);
  } else {
    expected.marks.delete(gone);
    tab.remove(gone);
  }
}

type Weather = "calm" | "slow" | "bad";

/** Tabs draw, send and look in any order; in calm weather they publish too, else requests take as long as they like. */
async function storm(seed: number, weather: Weather) {
  const pick = chance(seed);
  const server = new FakeServer();
  const held: (() => void)[] = [];
  const names = ["one", "other", "third"].slice(0, weather === "calm" ? 2 : 2 + (seed % 2));
  const tabs = names.map((name) => openTab(server, name));
  for (const { keeper } of tabs) keeper.start();
  if (weather !== "calm") server.gate = () => new Promise((go) => void held.push(go));
  const expected: Expected = { marks: new Set(), fields: new Map() };
  for (let step = 0; step < 60; step += 1) {
    const tab = tabs[pick(tabs.length)] as Tab;
    const act = pick(6);
    // What was sent, taken out and not answered may come back: that is not lost either, but not to be foreseen.
    const what = pick(weather === "bad" ? 3 : 4);
    const mark = `${tab.name}-${step}`;
    if (act < 2) drawSomething(tab, what, pick, expected, mark, weather === "calm" ? mark : undefined);
    else if (act === 2) void tab.keeper.keepNow();
    else if (act === 3) void tab.keeper.catchUp();
    else if (weather === "calm") await (pick(4) === 0 && tab.publish());
    else held.splice(pick(held.length || 1), 1)[0]?.();
    server.isAway = weather === "bad" && pick(8) === 0;
    server.isMute = weather === "bad" && pick(8) === 0;
    await vi.advanceTimersByTimeAsync(pick(3) === 0 ? 500 : 0);
  }
  server.isAway = false;
  server.isMute = false;
  server.gate = async () => undefined;
  for (const go of held) go();
  await settle(...tabs);
  // Who stays behind is told of the newer version, and takes it over when asked.
  for (const tab of [...tabs, ...tabs]) {
    await tab.merge();
    await settle(...tabs);
  }
  return { server, tabs, expected };
}

describe("any order", () => {
  test.each(["calm", "slow", "bad"] as const)(
    "nothing is lost, and all end with the same drawing; weather: %s",
    async (weather) => {
      for (let seed = 1; seed <= 100; seed += 1) {
        const { server, tabs, expected } = await storm(seed, weather);
        const { document } = server.theirs();
        for (const tab of tabs)
          expect(isEqual(tab.document() as never, document as never), `seed ${seed}`).toBe(true);
        const marks = sorted(marksIn(document));
        expect(marks, `seed ${seed}`).toEqual(sorted([...expected.marks]));
        for (const [place, value] of expected.fields) {
          const [node = "", field = ""] = place.split(".");
          expect(fieldIn(document, node, field), `seed ${seed}, ${place}`).toBe(value);
        }
        const ids = document.nodes.map((node) => node.id);
        expect(new Set(ids).size, `seed ${seed}`).toBe(ids.length);
        for (const tab of tabs) undoAll(tab);
      }
    },
  );
});

/** Undo goes back to where the tab began, byte for byte. */
function undoAll(tab: Tab): void {
  const start = tab.store.getState().history.past[0]?.before;
  while (tab.store.getState().history.past.length > 0) tab.store.getState().undo();
  if (start) expect(tab.document()).toBe(start);
}
