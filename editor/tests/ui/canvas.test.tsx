// Junctions, approvals and links on the canvas: what they say of themselves, and what a press on them does.
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FlowDocument } from "../../src/core/document";
import { giveSizes, HEIGHT, showCanvas, WIDTH } from "../kit/canvas";
import { sampleDocument } from "../kit/catalog";

// Nothing travels: it is there at once.
vi.mock("../../src/ui/motion", () => ({ motion: () => 0 }));

beforeEach(giveSizes);
afterEach(() => vi.restoreAllMocks());

/** begin -> a -> j, and a link from a to b. */
function drawing(): FlowDocument {
  const { nodes, ...rest } = sampleDocument();
  return {
    ...rest,
    nodes: [
      ...nodes.map((node) => ({ ...node, name: `Step ${node.id}` })),
      { id: "j", type: "t.dot", name: "Meeting", x: 560, y: 200 },
    ],
    wires: [
      { id: "w1", source: "begin", target: "a" },
      { id: "w2", source: "a", target: "b", link: "Further", label: "then" },
      { id: "w3", source: "a", target: "j" },
    ],
  };
}

const run = {
  status: "running" as const,
  nodes: {
    begin: { status: "completed", count: 1 },
    a: { status: "completed", count: 4 },
    b: { status: "running", count: 3 },
    j: { status: "completed", count: 4 },
  },
};

describe("a junction", () => {
  test("is a dot that shows its name to those who point at it or hear it", async () => {
    showCanvas(drawing());
    const dot = await screen.findByTestId("node-j");
    expect(dot.getAttribute("aria-label")).toBe("Meeting, dot");
    expect(dot.title).toBe("Meeting");
    expect(dot.textContent).toBe("");
    expect(dot.style.width).toBe("16px");
  });

  test("says how it ran, and has its marks", async () => {
    const { overlay, bench } = showCanvas(drawing());
    await screen.findByTestId("node-j");
    act(() => {
      bench.toggleBreakpoint("j");
      overlay.open("r", run as never);
    });
    expect(screen.getByTestId("node-j").getAttribute("aria-label")).toBe(
      "Meeting, dot, breakpoint, Completed",
    );
    expect(screen.getByTestId("breakpoint-j")).toBeTruthy();
  });
});

describe("an approval", () => {
  test("is a card with a notched edge, which no other has", async () => {
    const { nodes, ...rest } = drawing();
    showCanvas({
      ...rest,
      nodes: [...nodes, { id: "ask", type: "t.consent", name: "May it?", x: 840, y: 0 }],
    });
    const card = await screen.findByTestId("node-ask");
    expect(card.dataset.shape).toBe("approval");
    expect(card.textContent).toContain("May it?");
    expect(card.querySelector("[class*=body] ~ svg path")?.getAttribute("d")).toContain("l8 8 8 -8");
    expect(screen.getByTestId("node-a").querySelector("[class*=body] ~ svg path")).toBeNull();
  });
});

describe("a link", () => {
  test("has a named tab at each end and no line", async () => {
    showCanvas(drawing());
    await screen.findByTestId("link-w2-source");
    expect(screen.getByRole("button", { name: "Link “Further” to Step b" }).textContent).toBe("Furtherthen");
    expect(screen.getByRole("button", { name: "Link “Further” from Step a" })).toBeTruthy();
    expect(screen.getByRole("img", { name: "Link “Further” (flow) from a to b" })).toBeTruthy();
    expect(screen.getByTestId("wire-w2").querySelectorAll("path")).toHaveLength(2);
  });

  test("shows its line while it is chosen", async () => {
    showCanvas(drawing(), ["w2"]);
    await screen.findByTestId("link-w2-source");
    expect(screen.getByTestId("wire-w2").querySelectorAll("path")).toHaveLength(3);
  });

  test("a press on a tab chooses the wire", async () => {
    const { selected } = showCanvas(drawing());
    fireEvent.click(await screen.findByTestId("link-w2-target"));
    expect([...(selected.at(-1)?.wires ?? [])]).toEqual(["w2"]);
  });

  test("says what a run did, as its line would", async () => {
    const { overlay } = showCanvas(drawing());
    await screen.findByTestId("link-w2-source");
    act(() => overlay.open("r", run as never));
    expect(screen.getByTestId("wire-w2").dataset.state).toBe("active");
    expect(screen.getByRole("button", { name: "Link “Further” to Step b, used 3 times" })).toBeTruthy();
  });

  test("Enter leads to the other end, from a tab and on the canvas", async () => {
    showCanvas(drawing(), ["w2"]);
    const tab = await screen.findByTestId("link-w2-source");
    fireEvent.keyDown(tab, { key: "Enter" });
    await waitFor(() => expect(middle()).toEqual({ x: 560 + 100, y: 28 }));
    fireEvent.keyDown(screen.getByTestId("canvas"), { key: "Enter" });
    expect(screen.getByTestId("canvas-said").textContent).toBe("The other end of the link: Step a");
    await waitFor(() => expect(middle()).toEqual({ x: 280 + 100, y: 28 }));
  });
});

/** The point of the drawing that is in the middle of the page. */
function middle() {
  const { transform = "" } = document.querySelector<HTMLElement>(".react-flow__viewport")?.style ?? {};
  const [x = 0, y = 0, zoom = 1] = [...transform.matchAll(/-?[\d.]+/g)].map(Number);
  return { x: (WIDTH / 2 - x) / zoom, y: (HEIGHT / 2 - y) / zoom };
}
