// What can be done with the selected wire, by commands and in its panel.
import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { Catalog } from "../../src/core/descriptor";
import type { FlowDocument } from "../../src/core/document";
import { SessionContext } from "../../src/features/editor/session";
import { WirePanel } from "../../src/features/editor/WirePanel";
import { sampleDocument } from "../kit/catalog";
import { pretendServer, show } from "../kit/page";
import { type Driver, driver } from "../kit/scenario";

const user = userEvent.setup();

beforeEach(() => localStorage.clear());

function withWire(id: string, document = sampleDocument()): Driver {
  const it = driver(document);
  it.session.store.getState().select({ wires: new Set([id]) });
  return it;
}

const steps = ({ session }: Driver) => session.store.getState().history.past.length;
const ways = ({ document }: Driver) => document().wires.map(({ source, target }) => `${source}>${target}`);

/** A canvas that only says where the pointer is and what is looked at. */
function pretendCanvas({ session }: Driver, pointed?: { wire: string; at: { x: number; y: number } }) {
  const shown: string[] = [];
  session.canvas.current = {
    pointed: () => pointed,
    center: () => ({ x: 0, y: 0 }),
    reveal: () => undefined,
    show: (node: string) => shown.push(node),
  } as never;
  return shown;
}

describe("a junction", () => {
  test("goes into the middle of the selected wire, as one step", async () => {
    const it = withWire("w2");
    expect(await it.run("add-junction")).toBe(true);
    expect(ways(it)).toEqual(["begin>a", "a>dot", "dot>b"]);
    expect(it.document().nodes[3]).toMatchObject({ type: "t.dot", x: 520, y: 20 });
    expect(it.selected()).toEqual(["dot"]);
    expect(steps(it)).toBe(1);
  });

  test("and into the wire under the pointer, at that point", async () => {
    const it = withWire("w2");
    pretendCanvas(it, { wire: "w1", at: { x: 231, y: 30 } });
    expect(await it.run("add-junction")).toBe(true);
    expect(ways(it)).toEqual(["begin>dot", "dot>a", "a>b"]);
    expect(it.document().nodes[3]).toMatchObject({ x: 220, y: 20 });
  });

  test("goes back into a loop by its lower edge", async () => {
    const document: FlowDocument = {
      ...sampleDocument(),
      nodes: [
        { id: "r", type: "t.round", x: 0, y: 0 },
        { id: "a", type: "t.work", x: 400, y: 0 },
      ],
      wires: [
        { id: "w1", source: "r", sourcePort: "loop", target: "a" },
        { id: "w2", source: "a", target: "r", targetPort: "back", kind: "loop" },
      ],
    };
    const it = withWire("w2", document);
    expect(await it.run("add-junction")).toBe(true);
    expect(it.document().wires.map((wire) => wire.kind)).toEqual([undefined, "flow", "loop"]);
  });

  test("is not to be had without a wire, or where no type is one", async () => {
    expect(await driver().run("add-junction")).toBe(false);
    const it = withWire("w2");
    const { items, categories } = it.session.catalog;
    Object.assign(it.session, {
      catalog: new Catalog(
        items.filter((item) => item.shape !== "junction"),
        categories,
      ),
    });
    expect(await it.run("add-junction")).toBe(false);
  });
});

describe("a link", () => {
  test("and its line again, one step each", async () => {
    const it = withWire("w2");
    expect(await it.run("draw-line")).toBe(false);
    expect(await it.run("make-link")).toBe(true);
    expect(it.document().wires[1]?.link).toBe("work");
    expect(await it.run("make-link")).toBe(false);
    expect(await it.run("draw-line")).toBe(true);
    expect(it.document()).toEqual(sampleDocument());
    expect(steps(it)).toBe(2);
  });

  test("leads to its other end", async () => {
    const it = withWire("w2");
    const shown = pretendCanvas(it);
    expect(await it.run("follow-link")).toBe(false);
    await it.run("make-link");
    expect(await it.run("follow-link")).toBe(true);
    expect(shown).toEqual(["b"]);
    expect(it.session.store.getState().announcement).toBe("The other end of the link: work");
  });

  test("takes a junction just behind its beginning", async () => {
    const it = withWire("w2");
    await it.run("make-link");
    await it.run("add-junction");
    expect(it.document().wires.map(({ target, link }) => [target, link])).toEqual([
      ["a", undefined],
      ["dot", undefined],
      ["b", "work"],
    ]);
  });
});

describe("the panel of a wire", () => {
  async function open(it: Driver) {
    pretendServer({});
    await show(
      <SessionContext.Provider value={it.session}>
        <WirePanel />
      </SessionContext.Provider>,
    );
    return it;
  }

  test("turns it into a link, names that, and draws its line again", async () => {
    const it = await open(withWire("w2"));
    expect(screen.queryByLabelText("Name of the link")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Turn into a link" }));
    const name = (await screen.findByLabelText("Name of the link")) as HTMLInputElement;
    await user.type(name, " of all");
    expect(it.document().wires[1]?.link).toBe("work of all");
    await user.click(screen.getByRole("button", { name: "Draw the line again" }));
    await waitFor(() => expect(it.document().wires[1]).not.toHaveProperty("link"));
  });

  test("a link keeps its name while the field is empty", async () => {
    const it = withWire("w2");
    await it.run("make-link");
    await open(it);
    const name = screen.getByLabelText("Name of the link") as HTMLInputElement;
    await user.clear(name);
    expect(name.value).toBe("");
    expect(screen.getByText(/Type a name/)).toBeTruthy();
    expect(it.document().wires[1]?.link).toBe("work");
    await user.type(name, "On");
    expect(it.document().wires[1]?.link).toBe("On");
    act(() => it.session.store.getState().undo());
    expect(name.value).toBe("work");
    act(() => it.session.store.getState().redo());
    expect(name.value).toBe("On");
  });
});
