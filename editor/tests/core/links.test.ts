// Links: wires drawn as two named tabs. To everything else they are wires, and the name goes along.
import { describe, expect, test } from "vitest";
import { fieldTitle } from "../../src/core/changeText";
import { copyText, prepareClip, readClip } from "../../src/core/clipboard";
import { diffDocuments } from "../../src/core/diff";
import { diffDrawing } from "../../src/core/diffDrawing";
import { type FlowDocument, parseDocument, serialize, type Wire } from "../../src/core/document";
import { findIn } from "../../src/core/find";
import { tabPlace } from "../../src/core/linkTabs";
import { mergeDocuments } from "../../src/core/merge";
import { applyOperation } from "../../src/core/operations";
import { insertOnWire, removal } from "../../src/core/splice";
import { thumbnailOf } from "../../src/core/thumbnail";
import { asLines, asLinks, shortened } from "../../src/core/wireLinks";
import { furtherEnd, sayWire } from "../../src/core/wireStops";
import { CanvasModel } from "../../src/ui/canvas/model";
import { sceneOf } from "../../src/ui/canvas/overview/scene";
import { catalog, sampleDocument } from "../kit/catalog";
import { gesture } from "../kit/gesture";

const all = (...wires: string[]) => new Set(wires);
const links = (document: FlowDocument) => document.wires.map((wire) => wire.link);

function linked(fields: Partial<Wire> = { link: "Further" }): FlowDocument {
  const { wires, ...rest } = sampleDocument();
  return { ...rest, wires: wires.map((wire) => (wire.id === "w2" ? { ...wire, ...fields } : wire)) };
}

describe("turning wires into links, and back", () => {
  test("a link is called after what it leads to", () => {
    const document = sampleDocument();
    document.nodes[1] = { ...document.nodes[1], name: "Fetch the list" } as never;
    const after = gesture((state) => {
      const operation = asLinks(state().document, catalog, all("w1"));
      if (operation) state().apply(operation);
    }, document);
    expect(links(after)).toEqual(["Fetch the list", undefined]);
  });

  test("each is a step of its own, however fast", () => {
    const after = gesture((state) => {
      for (const turn of [asLinks, (document: FlowDocument) => asLines(document, all("w1", "w2"))]) {
        const operation = turn(state().document, catalog, all("w1", "w2"));
        if (operation) state().apply(operation);
      }
      expect(state().history.past.map((step) => step.label)).toEqual([
        "turn wires into links",
        "draw the lines again",
      ]);
    });
    expect(after).toEqual(sampleDocument());
    expect(after.wires.some((wire) => "link" in wire)).toBe(false);
  });

  test("nothing to turn is no step", () => {
    expect(asLines(sampleDocument(), all("w1"))).toBeUndefined();
    expect(asLinks(linked(), catalog, all("w2"))).toBeUndefined();
  });

  test("a name has at most 64 letters, also of those that take two places", () => {
    expect(shortened(`  ${"🙂".repeat(70)}`)).toBe("🙂".repeat(64));
    expect(shortened(`${"a".repeat(63)} b`)).toBe("a".repeat(63));
  });

  test("typing a name and typing a label are steps of their own", () => {
    gesture((state) => {
      for (const link of ["N", "Na"]) state().apply({ kind: "setWire", wire: "w2", fields: { link } });
      state().apply({ kind: "setWire", wire: "w2", fields: { label: "then" } });
      expect(state().document.wires[1]).toMatchObject({ link: "Na", label: "then" });
      expect(state().history.past.map((step) => step.label)).toEqual([
        "change wire link",
        "change wire link",
        "change wire label",
      ]);
    }, linked());
  });
});

describe("the name goes along", () => {
  test("with copies, in exports, and in what somebody else made of it", () => {
    const document = linked();
    const clip = readClip(copyText(document, all("a", "b")));
    expect(clip && prepareClip(clip, document, "beside").wires).toMatchObject([{ link: "Further" }]);
    expect(links(parseDocument(serialize(document)))).toEqual([undefined, "Further"]);
  });

  test("in differences", () => {
    const changes = diffDocuments(sampleDocument(), linked());
    expect(changes).toMatchObject([
      { part: "wires", id: "w2", kind: "changed", fields: [{ path: "link", after: "Further" }] },
    ]);
    expect(fieldTitle("wires", "link", undefined)).toBe("Link");
    const gone = diffDocuments(linked(), { ...linked(), wires: [] });
    expect(links(diffDrawing({ ...linked(), wires: [] }, gone).document)).toEqual([undefined, "Further"]);
  });

  test("in merges, beside another field of the same wire; two names are a conflict", () => {
    const base = sampleDocument();
    const merge = (mine: FlowDocument, theirs: FlowDocument) =>
      mergeDocuments({ base, mine, theirs }, catalog);
    const both = merge(linked(), linked({ label: "then" }));
    expect(both.conflicts).toEqual([]);
    expect(both.document.wires[1]).toMatchObject({ link: "Further", label: "then" });
    const collided = merge(linked(), linked({ link: "On" }));
    expect(collided.conflicts).toMatchObject([{ part: "wires", item: "w2", path: "link" }]);
  });

  test("in what is searched", () => {
    const query = { text: "furth", isCase: false, isWord: false, isRegex: false };
    expect(findIn(linked(), catalog, query)).toMatchObject([
      { place: { kind: "wire", wire: "w2" }, field: "Link", text: "Further" },
    ]);
  });

  test("to what leads on, when a node is put into the wire: it stands behind the first", () => {
    const far = linked({ link: "Further", label: "then" });
    far.nodes[2] = { ...far.nodes[2], x: 4000 } as never;
    const after = gesture((state) => {
      const wire = state().document.wires[1];
      const node = { id: "n", type: "t.work", x: 0, y: 0 };
      const operation = wire && insertOnWire(state().document, catalog, node, wire);
      if (operation) state().apply(operation);
    }, far);
    expect(after.wires.slice(1).map(({ target, label, link }) => [target, label, link])).toEqual([
      ["n", "then", undefined],
      ["b", undefined, "Further"],
    ]);
    expect(after.nodes[3]).toMatchObject({ x: 540, y: 0 });
  });

  test("to the wire that closes a gap", () => {
    const chosen = { nodes: all("a"), wires: all() };
    const after = applyOperation(linked(), removal(linked(), catalog, chosen, true));
    expect(after.wires).toMatchObject([{ source: "begin", target: "b", link: "Further" }]);
  });
});

describe("on the canvas", () => {
  const edgesOf = (document: FlowDocument, selected = all()) =>
    new CanvasModel(catalog).buildEdges(document, selected);

  test("several tabs at one port stand below each other, and below a line that is there", () => {
    const document = sampleDocument();
    document.nodes.push({ id: "c", type: "t.work", x: 0, y: 300 });
    document.wires = [
      { id: "w1", source: "begin", target: "a", link: "A" },
      { id: "w2", source: "begin", target: "b", link: "B" },
      { id: "w3", source: "c", target: "b" },
    ];
    const slots = edgesOf(document).map(({ data }) => [data?.sourceSlot, data?.targetSlot]);
    expect(slots).toEqual([
      [0, 0],
      [1, 1],
      [0, 0],
    ]);
  });

  test("tabs stand beside their ports, or below those at the lower edge", () => {
    const at = { x: 100, y: 50, slot: 0, room: 0 };
    expect(tabPlace({ ...at, at: "right" })).toMatchObject({ x: 116, y: 50, side: "left" });
    expect(tabPlace({ ...at, at: "right", room: 30 })).toMatchObject({ x: 146, y: 50 });
    expect(tabPlace({ ...at, at: "left", slot: 2 })).toMatchObject({ x: 84, y: 98, side: "right" });
    expect(tabPlace({ ...at, at: "bottom" })).toMatchObject({ x: 100, y: 66, side: "top" });
  });

  test("a link knows what its ends are called, and a new title makes a new object", () => {
    const model = new CanvasModel(catalog);
    const [, before] = model.buildEdges(linked(), all());
    expect(before?.data).toMatchObject({ sourceTitle: "work", targetTitle: "work" });
    expect(before?.ariaLabel).toBe("Link “Further” (flow) from a to b");
    const renamed = applyOperation(linked(), { kind: "renameNode", node: "b", name: "Report" });
    expect(model.buildEdges(renamed, all())[1]?.data?.targetTitle).toBe("Report");
  });

  test("from far away and in small pictures there is no line, unless the link is chosen", () => {
    const document = linked();
    const items = new CanvasModel(catalog).buildNodes({
      document,
      selected: all(),
      marks: new Map(),
      moving: new Map(),
    });
    const drawn = (selected: Set<string>) =>
      sceneOf(items, edgesOf(document, selected)).wires.map((wire) => wire.id);
    expect(drawn(all())).toEqual(["w1"]);
    expect(drawn(all("w2"))).toEqual(["w1", "w2"]);
    expect(thumbnailOf(document, catalog)?.lines.map((line) => line.id)).toEqual(["w1"]);
  });

  test("it is called a link, and leads to the end that is further away", () => {
    const document = linked();
    const wire = document.wires[1] as Wire;
    expect(sayWire(document, catalog, wire)).toBe("Link “Further” (flow) from work to work");
    expect(furtherEnd(document, catalog, wire, { x: 300, y: 0 })).toBe("b");
    expect(furtherEnd(document, catalog, wire, { x: 700, y: 0 })).toBe("a");
  });
});
