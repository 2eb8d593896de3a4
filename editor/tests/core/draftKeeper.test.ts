// Drafts: sent a moment after the last change, kept in the browser while the server is away, gone once published.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { DraftKeeper } from "../../src/core/draftKeeper";
import { createEditorStore } from "../../src/core/editorStore";
import { type DraftStorage, localDraft, newer } from "../../src/core/localDraft";
import { sampleDocument } from "../kit/catalog";

const KEY = "draft";

function setup({ isFull = false } = {}) {
  const held = new Map<string, string>();
  const storage: DraftStorage = {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => {
      if (isFull) throw new Error("full");
      held.set(key, value);
    },
    removeItem: (key) => held.delete(key),
  };
  const server = { keep: vi.fn(async () => undefined), forget: vi.fn(async () => undefined) };
  const store = createEditorStore(sampleDocument(), 3);
  const kept = store.getState().document;
  const keeper = new DraftKeeper({ store, server, storage, key: KEY, kept });
  const rename = (name: string) => store.getState().apply({ kind: "renameNode", node: "a", name });
  return { store, server, storage, keeper, rename, keeping: () => keeper.state.getState().keeping };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the draft", () => {
  test("goes to the server once, a moment after the last change", async () => {
    const { keeper, rename, server, store, keeping } = setup();
    keeper.start();
    rename("One");
    rename("Two");
    expect(keeping()).toBe("waiting");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.keep).toHaveBeenCalledTimes(1);
    expect(server.keep).toHaveBeenCalledWith({ base_version: 3, document: store.getState().document });
    expect(keeping()).toBe("kept");
    expect(await keeper.keepNow()).toBe(true);
    expect(server.keep).toHaveBeenCalledTimes(1);
  });

  test("is forgotten when nothing differs any more, also where it was written anew", async () => {
    const { keeper, rename, server, store } = setup();
    keeper.start();
    rename("One");
    await keeper.keepNow();
    store.getState().undo();
    await keeper.keepNow();
    expect(server.forget).toHaveBeenCalledTimes(1);
  });

  test("stays in the browser while the server is away, and goes there when it is back", async () => {
    const { keeper, rename, server, storage, store, keeping } = setup();
    server.keep.mockRejectedValueOnce(new Error("offline"));
    keeper.start();
    rename("One");
    expect(await keeper.keepNow()).toBe(false);
    expect(keeping()).toBe("local");
    expect(localDraft(storage, KEY)).toMatchObject({
      base_version: 3,
      document: store.getState().document,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(keeping()).toBe("kept");
    expect(localDraft(storage, KEY)).toBeUndefined();
  });

  test("that cannot be kept anywhere is lost, and says so", async () => {
    const { keeper, rename, server, keeping } = setup({ isFull: true });
    server.keep.mockRejectedValue(new Error("offline"));
    rename("One");
    expect(keeper.keepHere()).toBe(false);
    expect(await keeper.keepNow()).toBe(false);
    expect(keeping()).toBe("lost");
  });

  test("is not sent behind a publish, and what was drawn meanwhile is sent after it", async () => {
    const { keeper, rename, server, store } = setup();
    keeper.start();
    rename("One");
    const published = store.getState().document;
    await keeper.without(published, async () => {
      await vi.advanceTimersByTimeAsync(5_000);
      expect(server.keep).not.toHaveBeenCalled();
      rename("Two");
      store.getState().markSaved(published, 4);
    });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.keep).toHaveBeenCalledTimes(1);
    expect(server.keep).toHaveBeenCalledWith({ base_version: 4, document: store.getState().document });
  });

  test("a publish that is refused leaves it as it was: to be kept", async () => {
    const { keeper, rename, server, store } = setup();
    keeper.start();
    rename("One");
    const act = async () => Promise.reject(new Error("conflict"));
    await expect(keeper.without(store.getState().document, act)).rejects.toThrow("conflict");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.keep).toHaveBeenCalledTimes(1);
  });

  test("the one kept last counts, and what is no drawing does not", () => {
    const at = (updated_at: string) => ({ base_version: 1, document: sampleDocument(), updated_at });
    const [old, late] = [at("2026-01-01T10:00:00Z"), at("2026-01-01T11:00:00Z")];
    expect(newer(old, late)).toBe(late);
    expect(newer(undefined, old)).toBe(old);
    const broken = { getItem: () => '{"base_version":1,"document":{"nodes":"none"}}' };
    expect(localDraft(broken as unknown as DraftStorage, KEY)).toBeUndefined();
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
    expect(store.getState()).toMatchObject({ document: mine, version: 3 });
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
