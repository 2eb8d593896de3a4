// Going through the drawing and moving nodes without a mouse.
import type { Icon } from "@tabler/icons-react";
import IconArrowBack from "@tabler/icons-react/dist/esm/icons/IconArrowBack.mjs";
import IconArrowDown from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
import IconArrowForward from "@tabler/icons-react/dist/esm/icons/IconArrowForward.mjs";
import IconArrowLeft from "@tabler/icons-react/dist/esm/icons/IconArrowLeft.mjs";
import IconArrowRight from "@tabler/icons-react/dist/esm/icons/IconArrowRight.mjs";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import { GRID } from "../../core/geometry";
import type { Direction } from "../../core/navigate";
import { marksByNode } from "../../core/problems";
import { nextStop, type Stop, sayStop, stopsOf } from "../../core/stops";
import { nextWire, type Side, sayWire, startOf } from "../../core/wireStops";
import { statusLook } from "../../ui/status";
import { always, type Command, editsNodes } from "./command";
import type { Session } from "./session";

const WAYS: readonly { way: Direction; key: string; icon: Icon; x: number; y: number; scroll: string }[] = [
  { way: "left", key: "ArrowLeft", icon: IconArrowLeft, x: -1, y: 0, scroll: "A" },
  { way: "right", key: "ArrowRight", icon: IconArrowRight, x: 1, y: 0, scroll: "D" },
  { way: "up", key: "ArrowUp", icon: IconArrowUp, x: 0, y: -1, scroll: "W" },
  { way: "down", key: "ArrowDown", icon: IconArrowDown, x: 0, y: 1, scroll: "S" },
];

const SCROLL = 80;
const FAST = 4;

export const moveCommands: readonly Command[] = [
  ...WAYS.map(
    ({ way, key, icon }): Command => ({
      id: `focus-${way}`,
      label: `Go on ${said(way)}`,
      icon,
      keys: [key],
      group: "Go",
      scope: "canvas",
      isEnabled: ({ state }) => state.document.nodes.length > 0,
      run: ({ session }) => goTo(session, way),
    }),
  ),
  choosingWire("out", "Choose the next wire out of the node", IconArrowRight, "Alt+ArrowRight"),
  choosingWire("in", "Choose the next wire into the node", IconArrowLeft, "Alt+ArrowLeft"),
  ...WAYS.flatMap(({ way, key, icon, x, y }): Command[] => [
    nudge(`nudge-${way}`, `Move 1 px ${said(way)}`, icon, `Ctrl+${key}`, x, y),
    nudge(`step-${way}`, `Move one grid step ${said(way)}`, icon, `Shift+${key}`, x * GRID, y * GRID),
  ]),
  ...WAYS.flatMap(({ way, icon, x, y, scroll }): Command[] => [
    panning(`scroll-${way}`, `Scroll ${said(way)}`, icon, scroll, x * SCROLL, y * SCROLL),
    panning(
      `scroll-fast-${way}`,
      `Scroll ${said(way)}, faster`,
      icon,
      `Shift+${scroll}`,
      x * SCROLL * FAST,
      y * SCROLL * FAST,
    ),
  ]),
  {
    id: "go-back",
    label: "Back to the last place",
    icon: IconArrowBack,
    keys: ["Ctrl+Shift+ArrowLeft"],
    group: "Go",
    scope: "canvas",
    isEnabled: ({ session }) => session.trail.canGo(-1),
    run: ({ session }) => visitNode(session, session.trail.go(-1)),
  },
  {
    id: "go-forward",
    label: "Forward to the next place",
    icon: IconArrowForward,
    keys: ["Ctrl+Shift+ArrowRight"],
    group: "Go",
    scope: "canvas",
    isEnabled: ({ session }) => session.trail.canGo(1),
    run: ({ session }) => visitNode(session, session.trail.go(1)),
  },
];

function said(way: Direction): string {
  return way === "left" || way === "right" ? `to the ${way}` : way;
}

function choosingWire(side: Side, label: string, icon: Icon, keys: string): Command {
  return {
    id: `wire-${side}`,
    label,
    icon,
    keys: [keys],
    group: "Go",
    scope: "canvas",
    isEnabled: ({ state: { selection } }) => selection.nodes.size + selection.wires.size === 1,
    run: ({ session, state: { document, selection, select, announce } }) => {
      const wire = nextWire(document, selection, side);
      if (!wire) return announce(`No wire goes ${side}.`);
      select({ wires: new Set([wire.id]) });
      announce(sayWire(document, session.catalog, wire));
    },
  };
}

function nudge(id: string, label: string, icon: Icon, keys: string, x: number, y: number): Command {
  return {
    id,
    label,
    icon,
    keys: [keys],
    group: "Build",
    scope: "canvas",
    isEnabled: editsNodes,
    run: ({ state }) => {
      const chosen = state.selection.nodes;
      const nodes = state.document.nodes.map((node) =>
        chosen.has(node.id) ? { ...node, x: node.x + x, y: node.y + y } : node,
      );
      const label = chosen.size === 1 ? "move node" : `move ${chosen.size} nodes`;
      const mergeKey = `nudge:${[...chosen].join(",")}`;
      state.apply({ kind: "replace", document: { ...state.document, nodes }, label, mergeKey });
    },
  };
}

function panning(id: string, label: string, icon: Icon, keys: string, x: number, y: number): Command {
  return {
    id,
    label,
    icon,
    keys: [keys],
    group: "View",
    scope: "canvas",
    isEnabled: always,
    run: ({ session }) => session.canvas.current?.scroll({ x, y }),
  };
}

function goTo(session: Session, way: Direction): void {
  const { document, selection, announce } = session.store.getState();
  const from = session.canvas.current?.focused() ?? startOf(document, selection);
  const stop = nextStop(document, session.catalog, from, way);
  if (stop) visit(session, stop);
  else announce(`There is nothing further ${said(way)}.`);
}

/** Selects what is there, brings it into sight, and says what it is. */
function visit(session: Session, stop: Stop): void {
  const { document, select, announce } = session.store.getState();
  select({ nodes: new Set(stop.nodes) });
  session.canvas.current?.look(stop);
  const mark = marksByNode(session.view.getState().problems).get(stop.id);
  const state = session.overlay.getState().overlay?.nodes[stop.id];
  announce(
    sayStop(document, session.catalog, stop, [
      ...(mark ? [mark === "error" ? "has problems" : "has warnings"] : []),
      ...(state ? [statusLook(state.status).label] : []),
    ]),
  );
}

function visitNode(session: Session, id: string | undefined): void {
  const { document } = session.store.getState();
  const stop = stopsOf(document, session.catalog).find((item) => id !== undefined && item.nodes.includes(id));
  if (stop) visit(session, stop);
}
