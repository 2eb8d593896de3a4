// Drafts: sent a moment after the last change, kept in the browser while the server is away, gone once published.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Copy } from "../../src/core/localDraft";
import { sampleDocument } from "../kit/catalog";
import { FakeBrowser, FakeServer, nameIn, openTab } from "../kit/drafts";

function setup() {
  const server = new FakeServer();
  const browser = new FakeBrowser();
  const tab = openTab(server, "tab", browser);
  const keeping = () => tab.keeper.state.getState().keeping;
  const copies = () => [...browser.held.values()].map((text) => JSON.parse(text) as Copy);
  return { server, browser, ...tab, keeping, copies };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the draft", () => {
  test("goes to the server once, a moment after the last change", async () => {
    const { keeper, rename, server, document, keeping } = setup();
    keeper.start();
    rename("One");
    rename("Two");
    expect(keeping()).toBe("waiting");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.draft).toMatchObject({ base_version: 1, document: document() });
    expect(keeping()).toBe("kept");
    expect(await keeper.keepNow()).toBe(true);
    expect(server.asked).toEqual(["keep"]);
  });

  test("is sent once, however often it is asked for at the same time", async () => {
    const { keeper, rename, server } = setup();
    rename("One");
    await Promise.all([keeper.keepNow(), keeper.keepNow(), keeper.keepNow()]);
    expect(server.asked).toEqual(["keep"]);
  });

  test("is forgotten when nothing differs any more, also where it was written anew", async () => {
    const { keeper, rename, server, store } = setup();
    keeper.start();
    rename("One");
    await keeper.keepNow();
    store.getState().undo();
    await keeper.keepNow();
    expect(server.asked).toEqual(["keep", "look", "forget"]);
    expect(server.draft).toBeUndefined();
  });

  test("stays in the browser while the server is away, and goes there when it is back", async () => {
    const { keeper, rename, server, copies, document, keeping } = setup();
    server.isAway = true;
    keeper.start();
    rename("One");
    expect(await keeper.keepNow()).toBe(false);
    expect(keeping()).toBe("local");
    expect(copies()).toMatchObject([
      {
        base_version: 1,
        document: document(),
        agreed: { seen: null, base_version: 1, document: sampleDocument() },
      },
    ]);
    server.isAway = false;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(keeping()).toBe("kept");
    expect(nameIn(server.draft?.document)).toBe("One");
    expect(copies()).toEqual([]);
  });

  test("that cannot be kept anywhere is lost, and says so", async () => {
    const { keeper, rename, server, browser, keeping } = setup();
    browser.isFull = true;
    server.isAway = true;
    rename("One");
    expect(keeper.keepHere()).toBe(false);
    expect(await keeper.keepNow()).toBe(false);
    expect(keeping()).toBe("lost");
  });

  test("is not sent behind a publish, and what was drawn meanwhile is sent after it", async () => {
    const { keeper, rename, server, store, document } = setup();
    keeper.start();
    rename("One");
    const published = document();
    await keeper.without(published, async () => {
      rename("Two");
      await vi.advanceTimersByTimeAsync(5_000);
      expect(server.asked).toEqual([]);
      return { version: server.publish(1, published) };
    });
    store.getState().markSaved(published, 2);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.asked).toEqual(["keep"]);
    expect(server.draft).toMatchObject({ base_version: 2, document: document() });
  });

  test("a publish that is refused leaves it as it was: to be kept", async () => {
    const { keeper, rename, server, document } = setup();
    keeper.start();
    rename("One");
    const act = async () => Promise.reject(new Error("conflict"));
    await expect(keeper.without(document(), act)).rejects.toThrow("conflict");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.asked).toEqual(["keep"]);
  });
});

describe("going on from another version", () => {
  test("undo of a merge goes back to what was gone on from, and redo to the merge", () => {
    const { store, rename } = setup();
    rename("Mine");
    const mine = store.getState().document;
    const theirs = { ...sampleDocument(), description: "theirs" };
    const merged = { ...mine, description: "theirs" };
    store.getState().rebase(merged, { saved: theirs, version: 4 }, "merge version 4");
    expect(store.getState().announcement).toBe("Merge version 4: done.");
    store.getState().undo();
    expect(store.getState()).toMatchObject({ document: mine, version: 1 });
    store.getState().redo();
    expect(store.getState()).toMatchObject({ document: merged, saved: theirs, version: 4 });
  });

  test("what was published after the merge stays what is gone on from", () => {
    const { store, rename } = setup();
    rename("Mine");
    const mine = store.getState().document;
    store.getState().rebase({ ...mine, description: "t" }, { saved: sampleDocument(), version: 4 }, "merge");
    store.getState().markSaved(store.getState().document, 5);
    store.getState().undo();
    expect(store.getState()).toMatchObject({ document: mine, version: 5 });
  });
});
