// Reading keys and chords, what a preset and a person make of them, and where two commands want the same.
import { describe, expect, test } from "vitest";
import { conflictsOf, createKeymap, DEFAULT_KEYMAP, type Keyed, keysOf } from "../../src/core/keymap";
import { isSingleKey, type KeyPress, listen, matchesKeys, normalKeys, strokeOf } from "../../src/core/keys";

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

function shelf(kept: { [key: string]: string } = {}) {
  return {
    kept,
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
  };
}

describe("key combinations", () => {
  test.each([
    ["Ctrl+Z", press("z", { ctrlKey: true }), true],
    ["Ctrl+Z", { ...press(""), key: undefined }, false],
    ["Ctrl+Z", press("z", { metaKey: true }), true],
    ["Ctrl+Z", press("Z", { ctrlKey: true, shiftKey: true }), false],
    ["Ctrl+Shift+Z", press("Z", { ctrlKey: true, shiftKey: true }), true],
    ["?", press("?", { shiftKey: true }), true],
    ["Ctrl++", press("+", { ctrlKey: true }), true],
    ["Alt+A", press("å", { altKey: true, code: "KeyA" }), true],
    ["Shift+ArrowUp", press("ArrowUp"), false],
    ["Space", press(" "), true],
  ])("%s", (keys, event, fits) => {
    expect(matchesKeys(keys, event)).toBe(fits);
  });

  test("are written in one way, and a press is written as one", () => {
    expect(normalKeys("Shift+Ctrl+z")).toBe("Ctrl+Shift+Z");
    expect(strokeOf(press("Control", { ctrlKey: true }))).toBeUndefined();
    expect(strokeOf(press("?", { shiftKey: true }))).toBe("?");
    expect(strokeOf(press("k", { metaKey: true }))).toBe("Ctrl+K");
    expect(isSingleKey("Shift+T") && isSingleKey("N") && !isSingleKey("F8") && !isSingleKey("Alt+A L")).toBe(
      true,
    );
  });
});

describe("chords", () => {
  const items = [
    { id: "left", keys: ["Alt+A L"] },
    { id: "top", keys: ["Alt+A T"] },
    { id: "all", keys: ["Ctrl+A"] },
  ];
  const begin = press("a", { altKey: true, code: "KeyA" });

  test("wait for their second key and then run, also while Alt is still held", () => {
    const first = listen(items, [], begin);
    expect(first).toEqual({ kind: "wait", heard: ["Alt+A"] });
    expect(listen(items, ["Alt+A"], press("t"))).toMatchObject({ kind: "found", item: { id: "top" } });
    const held = press("l", { altKey: true, code: "KeyL" });
    expect(listen(items, ["Alt+A"], held)).toMatchObject({ kind: "found", item: { id: "left" } });
  });

  test("another key in their middle is nothing, and their second key alone is nothing", () => {
    expect(listen(items, ["Alt+A"], press("x"))).toEqual({ kind: "none" });
    expect(listen(items, [], press("l"))).toEqual({ kind: "none" });
  });
});

describe("the keymap", () => {
  const publish: Keyed = { id: "publish", keys: ["Ctrl+Shift+S"], scope: "page" };
  const add: Keyed = { id: "quick-add", keys: ["N"], scope: "canvas" };

  test("a person's keys go before the preset's, and both before the command's", () => {
    const keymap = createKeymap();
    expect(keysOf(keymap.getState(), publish)).toEqual(["Ctrl+Shift+S"]);
    keymap.choose("node-red");
    expect(keysOf(keymap.getState(), publish)).toEqual(["Ctrl+D", "Ctrl+Shift+S"]);
    keymap.setKeys("publish", ["Shift+Ctrl+w"]);
    expect(keysOf(keymap.getState(), publish)).toEqual(["Ctrl+Shift+W"]);
    keymap.resetKeys("publish");
    expect(keysOf(keymap.getState(), publish)).toEqual(["Ctrl+D", "Ctrl+Shift+S"]);
  });

  test("single keys can be switched off, arrows and Delete stay", () => {
    const keymap = createKeymap();
    keymap.switchSingleKeys(false);
    expect(keysOf(keymap.getState(), add)).toEqual([]);
    expect(keysOf(keymap.getState(), { id: "x", keys: ["Delete", "Ctrl+X"] })).toEqual(["Delete", "Ctrl+X"]);
  });

  test("is kept for each person by himself, and rubbish counts as nothing", () => {
    const room = shelf({ "opsconductor.keymap.bob": "[1]" });
    const keymap = createKeymap(room);
    keymap.open("ann");
    keymap.setKeys("publish", ["F2"]);
    keymap.open("bob");
    expect(keymap.getState()).toEqual(DEFAULT_KEYMAP);
    const later = createKeymap(room);
    later.open("ann");
    expect(keysOf(later.getState(), publish)).toEqual(["F2"]);
  });

  test("finds keys that mean two things, and chords that are cut short", () => {
    expect(conflictsOf([publish, add])).toEqual([]);
    const other: Keyed = { id: "other", keys: ["Shift+Ctrl+s"], scope: "canvas" };
    expect(conflictsOf([publish, other])).toEqual([{ keys: "Ctrl+Shift+S", commands: ["publish", "other"] }]);
    const chord: Keyed = { id: "chord", keys: ["Ctrl+Shift+S L"] };
    expect(conflictsOf([publish, chord])).toEqual([{ keys: "Ctrl+Shift+S", commands: ["publish", "chord"] }]);
  });
});
