// The editor's commands, run without a page: building, moving, choosing, the clipboard, search, going back.
import { beforeEach, describe, expect, test } from "vitest";
import { conflictsOf, keysOf, PRESETS } from "../../src/core/keymap";
import { isSingleKey } from "../../src/core/keys";
import { addText } from "../../src/features/editor/clipboard";
import { actionEntries, nodeEntries, rankEntries } from "../../src/features/editor/commandPalette/entries";
import { commands } from "../../src/features/editor/commands";
import { addNodeSomewhere, insertNode } from "../../src/features/editor/edit";
import { finderOf } from "../../src/features/editor/find/finder";
import { renameNode } from "../../src/features/editor/renaming";
import { catalog, sampleDocument } from "../kit/catalog";
import { driver, pretendClipboard, scenario } from "../kit/scenario";

beforeEach(() => localStorage.clear());

const type = (name: string) => {
  const found = catalog.get(name);
  if (!found) throw new Error(`no type ${name}`);
  return found;
};

describe("the list of commands", () => {
  test("names each once, with a label, and no two with the same keys at one place", () => {
    expect(new Set(commands.map((item) => item.id)).size).toBe(commands.length);
    expect(commands.filter((item) => item.label === "" || item.label.endsWith("."))).toEqual([]);
    expect(commands.filter((item) => item.group === undefined).map((item) => item.id)).toEqual([]);
    expect(conflictsOf(commands)).toEqual([]);
  });

  test.each(PRESETS.map((preset) => preset.id))("the preset %s has no conflicts", (preset) => {
    const state = { preset, changed: {}, hasSingleKeys: true };
    expect(conflictsOf(commands.map((item) => ({ ...item, keys: keysOf(state, item) })))).toEqual([]);
  });

  test("no single key acts outside the canvas", () => {
    const page = commands.filter((item) => item.scope !== "canvas").flatMap((item) => item.keys);
    expect(page.filter(isSingleKey)).toEqual([]);
  });

  test("a viewer can change nothing", async () => {
    const { session, run, select, document } = driver(sampleDocument(), false);
    select("a");
    for (const item of commands.filter(({ group }) => group === "Build" || group === "Edit")) {
      if (["undo", "redo", "copy", "open-node"].includes(item.id)) continue;
      expect([item.id, await run(item.id)]).toEqual([item.id, false]);
    }
    expect(document()).toBe(session.store.getState().saved);
  });
});

describe("building by commands", () => {
  test("a chain of nodes, each wired to the one before", async () => {
    const document = await scenario(({ session, select }) => {
      select("b");
      for (const name of ["t.work", "t.set", "t.finish"]) addNodeSomewhere(session, type(name));
    });
    expect(document.nodes.slice(3).map((node) => node.id)).toEqual(["work", "set", "finish"]);
    expect(document.wires.slice(2).map(({ source, target }) => `${source} ${target}`)).toEqual([
      "b work",
      "work set",
      "set finish",
    ]);
  });

  test("a node goes into a wire where it fits", async () => {
    await scenario(async ({ session, document }) => {
      expect(insertNode(session, type("t.finish"), "w1")).toBe(false);
      expect(insertNode(session, type("t.work"), "w1")).toBe(true);
      expect(document().wires.map(({ source, target }) => `${source} ${target}`)).toEqual([
        "begin work",
        "work a",
        "a b",
      ]);
    });
  });

  test("several nodes are switched off, and on again, each in one step", async () => {
    await scenario(async ({ session, run, select, document }) => {
      select("a", "b");
      await run("toggle-disabled");
      expect(document().nodes.map((node) => node.disabled)).toEqual([undefined, true, true]);
      expect(session.store.getState().history.past).toHaveLength(1);
      await run("toggle-disabled");
      expect(document().nodes.some((node) => "disabled" in node)).toBe(false);
    });
  });

  test("nodes move by keys, and many presses are one step", async () => {
    await scenario(async ({ session, run, select, document }) => {
      select("a", "b");
      for (let press = 0; press < 3; press += 1) await run("nudge-right");
      expect(session.store.getState().history.past).toHaveLength(1);
      await run("step-down");
      expect(document().nodes.map(({ x, y }) => [x, y])).toEqual([
        [0, 0],
        [283, 20],
        [563, 20],
      ]);
    });
  });

  test("typing another name is one step, with all that names the node", async () => {
    const document = sampleDocument();
    document.nodes[1] = { ...sampleDocument().nodes[1], name: "Old" } as (typeof document.nodes)[number];
    document.nodes.push({
      id: "c",
      type: "t.work",
      x: 0,
      y: 0,
      config: { command: "{{ nodes['Old'].output }}" },
    });
    const after = await scenario(({ session }) => {
      for (const name of ["Ol", "O", "", "N", "Ne", "New"]) renameNode(session, "a", name);
      expect(session.store.getState().history.past).toHaveLength(1);
    }, document);
    expect(after.nodes[1]?.name).toBe("New");
    expect(after.nodes[3]?.config?.command).toMatch(/nodes\.(New|a)\.output/);
  });

  test("delete, and all of it again", async () => {
    const document = await scenario(async ({ run }) => {
      await run("select-all");
      await run("delete");
    });
    expect(document.nodes).toEqual([]);
  });
});

describe("the clipboard", () => {
  test("carries nodes to another flow, with their wires", async () => {
    const clipboard = pretendClipboard();
    const source = driver();
    source.select("a", "b");
    await source.run("copy");
    expect(JSON.parse(clipboard.text).format).toBe("opsconductor.clipboard/1");
    const empty = { ...sampleDocument(), nodes: [], wires: [] };
    const document = await scenario(async ({ run, selected }) => {
      await run("paste");
      expect(selected()).toEqual(["a", "b"]);
    }, empty);
    expect(document.wires).toHaveLength(1);
  });

  test("cut and paste with wires puts the nodes back where they hung", async () => {
    pretendClipboard();
    const document = await scenario(async ({ run, select }) => {
      select("b");
      await run("cut");
      await run("paste-wired");
    });
    expect(document.wires.map(({ source, target }) => `${source} ${target}`)).toEqual(["begin a", "a b"]);
  });

  test("duplicate keeps inner wires only", async () => {
    const document = await scenario(async ({ run, select }) => {
      select("a", "b");
      await run("duplicate");
    });
    expect(document.wires.slice(2).map(({ source, target }) => `${source} ${target}`)).toEqual(["a2 b2"]);
  });

  test("text that holds no nodes is refused in words, unknown types are kept", async () => {
    await scenario(({ session, document }) => {
      expect(addText(session, "hello")).toBe(false);
      expect(session.store.getState().announcement).toContain("no nodes in this text");
      const later = {
        format: "opsconductor.clipboard/1",
        nodes: [{ id: "x", type: "later.kind", config: { a: 1 } }],
      };
      expect(addText(session, JSON.stringify(later))).toBe(true);
      expect(document().nodes.at(-1)).toMatchObject({ type: "later.kind", config: { a: 1 } });
    });
  });
});

describe("choosing and going", () => {
  test("arrows go along the wires and say where they are", async () => {
    const { run, selected, session } = driver();
    await run("focus-right");
    expect(selected()).toEqual(["begin"]);
    await run("focus-right");
    await run("focus-right");
    expect(selected()).toEqual(["b"]);
    expect(session.store.getState().announcement).toBe("work, 1 in, 0 out");
    await run("focus-right");
    expect(session.store.getState().announcement).toBe("There is nothing further to the right.");
    expect(selected()).toEqual(["b"]);
  });

  test("back and forward through the places, deleted ones left out", async () => {
    const { run, select, selected } = driver();
    expect(await run("go-back")).toBe(false);
    select("begin");
    select("a");
    select("b");
    await run("go-back");
    await run("go-back");
    expect(selected()).toEqual(["begin"]);
    await run("go-forward");
    expect(selected()).toEqual(["a"]);
    await run("delete");
    await run("go-forward");
    expect(selected()).toEqual(["b"]);
    await run("go-back");
    expect(selected()).toEqual(["begin"]);
  });

  test("select what leads here, what this leads to", async () => {
    const { run, select, selected } = driver();
    select("a");
    await run("select-upstream");
    expect(selected().sort()).toEqual(["a", "begin"]);
    select("a");
    await run("select-downstream");
    expect(selected().sort()).toEqual(["a", "b"]);
  });
});

describe("find and replace", () => {
  test("steps through what is found, and replacing is one step", async () => {
    const document = await scenario(async ({ session, run, selected }) => {
      const finder = finderOf(session);
      finder.ask({ text: "t.work" });
      expect(finder.getState().found).toHaveLength(2);
      await run("find-next");
      await run("find-next");
      expect(selected()).toEqual(["b"]);
      await run("find-next");
      expect(selected()).toEqual(["a"]);
      await run("find-previous");
      expect(selected()).toEqual(["b"]);
      expect(finder.replace(finder.getState().found)).toBe(false);
      finder.ask({ text: "ls" });
      finder.setState({ replacement: "df" });
      expect(finder.replace(finder.getState().found)).toBe(true);
      expect(finder.getState().found).toEqual([]);
      expect(session.store.getState().history.past).toHaveLength(1);
    });
    expect(document.nodes[1]?.config?.command).toBe("df");
  });
});

describe("the command palette", () => {
  test("finds actions and nodes, lately used first, and what cannot be done last", () => {
    const { session } = driver();
    const context = {
      session,
      state: session.store.getState(),
      publish: async () => true,
      openFlow: () => undefined,
    };
    const entries = [...actionEntries(context), ...nodeEntries(context)];
    expect(rankEntries(entries, "select all", [])[0]?.id).toBe("action:select-all");
    expect(rankEntries(entries, "begin", [])[0]?.id).toBe("node:f:begin");
    expect(rankEntries(entries, "", ["action:tidy"])[0]?.id).toBe("action:tidy");
    const disabled = rankEntries(entries, "redo", []).find((entry) => entry.id === "action:redo");
    expect(disabled?.isEnabled).toBe(false);
    expect(rankEntries(entries, "zzzz", [])).toEqual([]);
  });
});

describe("subflows", () => {
  test("a call is opened by the name it carries; a node that calls nothing is not", async () => {
    const document = sampleDocument();
    document.nodes.push({ id: "call", type: "t.call", x: 0, y: 0, config: { flow: "Greet" } });
    const { run, select } = driver(document);
    select("a");
    expect(await run("open-subflow")).toBe(false);
    expect(await run("detach-copy")).toBe(false);
  });
});
