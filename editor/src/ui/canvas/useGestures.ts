// Selecting and dragging. Positions stay here while the pointer moves and go out as one change at the end.
import { type EdgeChange, type NodeChange, type ReactFlowState, useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument } from "../../core/document";
import { type Box, boundsOf } from "../../core/geometry";
import { guidesFor } from "../../core/guides";
import { drop, hasWires, lifted, spliceInto } from "../../core/splice";
import { seenBox } from "../../core/viewport";
import type { UiState } from "./context";
import { nodesBehind } from "./folding";
import type { EditingHandlers, Point } from "./handlers";
import type { CanvasEdge, CanvasItem } from "./model";
import { type SceneWire, sceneOf } from "./overview/scene";
import { wireAt } from "./wireAt";

export interface CanvasSelection {
  nodes: ReadonlySet<string>;
  wires: ReadonlySet<string>;
}

export type Moving = ReadonlyMap<string, Point>;

export const STILL: Moving = new Map();

interface Input {
  document: FlowDocument;
  catalog: Catalog;
  selection: CanvasSelection;
  onSelect: (selection: CanvasSelection) => void;
  editing?: EditingHandlers;
  items: readonly CanvasItem[];
  edges: readonly CanvasEdge[];
  moving: Moving;
  lift: string | null;
}

interface Setters {
  setMoving: (moving: Moving) => void;
  setLift: (node: string | null) => void;
}

interface Move extends Point {
  id: string;
  dragging: boolean;
}

/** Guides reach this far, in pixels of the screen. */
const REACH = 6;
/** More nodes than this have no common edge worth a line. */
const MOST_GUIDED = 30;

export function useGestures(input: Input, { setMoving, setLift }: Setters, ui: StoreApi<UiState>) {
  const flow = useStoreApi<CanvasItem, CanvasEdge>();
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });
  return useMemo(() => {
    /** The wires as they were when the drag began. */
    let wires: readonly SceneWire[] = [];
    const select = (
      kind: "nodes" | "wires",
      changes: readonly (NodeChange<CanvasItem> | EdgeChange<CanvasEdge>)[],
    ) => {
      const picks = changes.filter((change) => change.type === "select");
      if (picks.length === 0) return;
      const { selection: now, document, onSelect } = latest.current;
      const ids = new Set(now[kind]);
      for (const pick of picks) {
        for (const id of kind === "nodes" ? nodesBehind(document, pick.id) : [pick.id]) {
          if (pick.selected) ids.add(id);
          else ids.delete(id);
        }
      }
      const selection = { ...now, [kind]: ids };
      latest.current = { ...latest.current, selection };
      onSelect(selection);
    };
    const whileDragging = (moves: readonly Move[]) => {
      const { dx, dy } = guide(latest.current, moves, flow.getState(), ui);
      const moving = new Map(latest.current.moving);
      for (const move of moves) spread(latest.current, move, dx, dy, moving);
      const only = moves.length === 1 ? moves[0] : undefined;
      ui.setState({ litWire: (only && wireUnder(latest.current, only, wires)) ?? null });
      latest.current = { ...latest.current, moving };
      setMoving(moving);
    };
    const finish = (moves: readonly Move[]) => {
      const { document, catalog, editing, moving, lift } = latest.current;
      const into = ui.getState().litWire ?? undefined;
      const places = moving.size > 0 ? moving : new Map(moves.map((move) => [move.id, move]));
      const positions = [...places].map(([id, { x, y }]) => ({ id, x, y }));
      latest.current = { ...latest.current, moving: STILL, lift: null };
      ui.setState({ litWire: null, guides: [] });
      setMoving(STILL);
      setLift(null);
      editing?.apply(drop(document, catalog, { positions, lift: lift ?? undefined, into }));
    };
    return {
      onNodesChange: (changes: NodeChange<CanvasItem>[]) => {
        select("nodes", changes);
        const moves = changes.filter((change) => change.type === "position").flatMap(toMove);
        if (moves.length === 0) return;
        if (moves.some((move) => move.dragging)) whileDragging(moves);
        else finish(moves);
      },
      onEdgesChange: (changes: EdgeChange<CanvasEdge>[]) => select("wires", changes),
      onNodeDragStart: (event: MouseEvent | TouchEvent, item: CanvasItem, dragged: CanvasItem[]) => {
        const isLift = event.altKey && dragged.length === 1 && hasWires(latest.current.document, item.id);
        latest.current = { ...latest.current, lift: isLift ? item.id : null };
        if (isLift) setLift(item.id);
        wires = dragged.length === 1 ? sceneOf(latest.current.items, latest.current.edges).wires : [];
      },
      /** A plain click on one of several selected nodes means that one. */
      onNodeClick: (event: React.MouseEvent, node: CanvasItem) => {
        const { selection: now, onSelect, document } = latest.current;
        if (event.ctrlKey || event.metaKey || event.shiftKey || now.nodes.size + now.wires.size < 2) return;
        onSelect({ nodes: new Set(nodesBehind(document, node.id)), wires: new Set() });
      },
    };
  }, [setMoving, setLift, ui, flow]);
}

function toMove(change: { id: string; position?: Point; dragging?: boolean }): Move[] {
  if (!change.position) return [];
  return [{ id: change.id, x: change.position.x, y: change.position.y, dragging: change.dragging === true }];
}

function sizesOf(items: readonly CanvasItem[], moves: readonly Move[]): Box[] {
  const byId = new Map(moves.map((move) => [move.id, move]));
  return items.flatMap((item) => {
    const move = byId.get(item.id);
    return move ? [{ x: move.x, y: move.y, ...item.data.size }] : [];
  });
}

/** Puts a move among the others; a card stands for all nodes behind it. */
function spread(input: Input, move: Move, dx: number, dy: number, moving: Map<string, Point>): void {
  const [x, y] = [move.x + dx, move.y + dy];
  const inside = nodesBehind(input.document, move.id);
  if (inside.length === 1 && inside[0] === move.id) {
    moving.set(move.id, { x, y });
    return;
  }
  const ids = new Set(inside);
  const members = input.document.nodes.filter((node) => ids.has(node.id));
  const left = Math.min(...members.map((node) => node.x));
  const top = Math.min(...members.map((node) => node.y));
  for (const node of members) moving.set(node.id, { x: node.x - left + x, y: node.y - top + y });
}

/** Shows the guides of what is dragged, and says how far it is from them. */
function guide(
  input: Input,
  moves: readonly Move[],
  state: ReactFlowState<CanvasItem, CanvasEdge>,
  ui: StoreApi<UiState>,
) {
  const { transform, width, height, snapToGrid } = state;
  const box = snapToGrid && moves.length <= MOST_GUIDED ? boundsOf(sizesOf(input.items, moves)) : undefined;
  if (!box) {
    ui.setState({ guides: [] });
    return { dx: 0, dy: 0 };
  }
  const seen = seenBox({ x: transform[0], y: transform[1], zoom: transform[2] }, { width, height });
  const dragged = new Set(moves.map((move) => move.id));
  const others: Box[] = [];
  for (const item of input.items) {
    const { x, y } = item.position;
    if (x > seen.x + seen.width || y > seen.y + seen.height || x < seen.x - 240 || y < seen.y - 160) continue;
    if (!dragged.has(item.id)) others.push({ x, y, ...item.data.size });
  }
  const { dx, dy, guides } = guidesFor(box, others, REACH / transform[2]);
  ui.setState({ guides });
  return { dx, dy };
}

/** Only a node without wires, or one that was pulled out of them, goes into a wire. */
function wireUnder(input: Input, move: Move, wires: readonly SceneWire[]): string | undefined {
  const item = input.items.find((candidate) => candidate.id === move.id);
  const isFree = input.lift === move.id || !hasWires(input.document, move.id);
  if (item?.type !== "flow" || !isFree) return undefined;
  const drawn = input.lift ? sceneOf(input.items, input.edges).wires : wires;
  const id = wireAt(drawn, { x: move.x, y: move.y, ...item.data.size }, move.id);
  const between = input.lift ? lifted(input.document, input.catalog, input.lift) : input.document;
  const wire = between.wires.find((candidate) => candidate.id === id);
  return wire && spliceInto(between, input.catalog, item.data.node, wire) ? id : undefined;
}
