// What the overview and the small map draw, as plain numbers: boxes of nodes and ends of wires.
import { type WireKind, wireKind } from "../../../core/document";
import { type Box, boundsOf, NOTCH } from "../../../core/geometry";
import type { CanvasEdge, CanvasItem } from "../model";

export interface SceneNode extends Box {
  id: string;
  /** The token of its colour. */
  color: string;
  /** A junction. */
  isDot: boolean;
  /** How deep the notch in its upper edge is; 0 for a plain box. */
  notch: number;
  isSelected: boolean;
  isDim: boolean;
  isMarked: boolean;
}

export interface SceneWire {
  id: string;
  source: string;
  target: string;
  kind: WireKind;
  isSelected: boolean;
  isDim: boolean;
  /** A wire back into the lower edge of a loop. */
  isReturn: boolean;
  leavesBelow: boolean;
  fromX: number;
  fromY: number;
  toX: number;
  toY: number;
}

export interface Scene {
  nodes: SceneNode[];
  wires: SceneWire[];
  bounds: Box | undefined;
}

export function sceneOf(items: readonly CanvasItem[], edges: readonly CanvasEdge[]): Scene {
  const byId = new Map(items.map((item) => [item.id, item]));
  return { ...boxesOf(items), wires: edges.flatMap((edge) => toSceneWire(edge, byId)) };
}

type Boxes = Pick<Scene, "nodes" | "bounds">;

const known = new WeakMap<readonly CanvasItem[], Boxes>();

/** The nodes alone. The picture and the small map ask for the same ones. */
export function boxesOf(items: readonly CanvasItem[]): Boxes {
  let boxes = known.get(items);
  if (!boxes) {
    const nodes = items.map(toSceneNode);
    boxes = { nodes, bounds: boundsOf(nodes) };
    known.set(items, boxes);
  }
  return boxes;
}

function toSceneNode(item: CanvasItem): SceneNode {
  const descriptor = item.type === "flow" ? item.data.descriptor : undefined;
  const isDot = descriptor?.shape === "junction";
  const category = item.type === "flow" ? (descriptor?.category ?? "code") : "subflow";
  return {
    id: item.id,
    x: item.position.x,
    y: item.position.y,
    width: item.width ?? 0,
    height: item.height ?? 0,
    color: isDot ? "wire-idle" : `cat-${category}`,
    isDot,
    notch: descriptor?.shape === "approval" ? NOTCH : 0,
    isSelected: item.selected === true,
    isDim: item.type === "flow" && item.data.node.disabled === true,
    isMarked: item.type === "flow" && item.data.mark !== undefined,
  };
}

/** A link is no line, unless it is chosen. */
function toSceneWire(edge: CanvasEdge, byId: ReadonlyMap<string, CanvasItem>): SceneWire[] {
  const from = pointAt(byId.get(edge.source), edge.sourceHandle);
  const to = pointAt(byId.get(edge.target), edge.targetHandle);
  if (!from || !to || !edge.data || (edge.data.wire.link && !edge.selected)) return [];
  return [
    {
      id: edge.id,
      source: edge.source,
      target: edge.target,
      kind: wireKind(edge.data.wire),
      isSelected: edge.selected === true,
      isDim: edge.data.isDim,
      isReturn: to.isBelow,
      leavesBelow: from.isBelow,
      fromX: from.x,
      fromY: from.y,
      toX: to.x,
      toY: to.y,
    },
  ];
}

/** Where a port is on the canvas. */
export function pointAt(item: CanvasItem | undefined, handleId: string | null | undefined) {
  const handle = item?.handles?.find((candidate) => candidate.id === handleId);
  if (!item || !handle) return undefined;
  return {
    x: item.position.x + handle.x + (handle.width ?? 0) / 2,
    y: item.position.y + handle.y + (handle.height ?? 0) / 2,
    isBelow: handle.position === "bottom",
  };
}
