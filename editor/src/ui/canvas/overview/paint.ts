// Draws a scene on a 2D canvas. Everything out of sight is left out, and shapes of one colour go together.
import type { Box } from "../../../core/geometry";
import { cornersOf, type WireShape } from "../../../core/paths";
import type { NodeState } from "../../../core/run";
import { seenBox, type Viewport } from "../../../core/viewport";
import { KINDS } from "../../changes/kinds";
import { statusLook } from "../../status";
import type { ChangeMark } from "../context";
import { endsOf } from "../wireAt";
import type { Colors } from "./colors";
import type { Scene, SceneNode, SceneWire } from "./scene";

export interface Frame extends Box {
  key: string;
  label: string;
  category: string;
}

export interface Painting {
  scene: Scene;
  frames: readonly Frame[];
  wires: WireShape;
  colors: Colors;
  /** What differs from another version. */
  changes: ReadonlyMap<string, ChangeMark>;
  /** The states of a run, when one is shown. */
  states: { readonly [node: string]: NodeState } | undefined;
  viewport: Viewport;
  room: { width: number; height: number };
  ratio: number;
}

const CURVED_FROM = 0.16;
const BANDED_FROM = 0.14;
const BAND = 40;
/** A dot is at least so wide on the screen. */
const LEAST_DOT = 4;
const DOT = 10;
/** How far beside a dot a press still means it. */
const DOT_SLACK = 12;

export function paintOverview(context: CanvasRenderingContext2D, painting: Painting): void {
  const { frames, colors, viewport, room, ratio } = painting;
  const { x, y, zoom } = viewport;
  const seen = seenBox(viewport, room);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, room.width * ratio, room.height * ratio);
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  for (const frame of frames) if (isSeen(frame, seen)) paintFrame(context, frame, colors, zoom);
  paintWires(context, painting, seen);
  paintNodes(context, painting, seen);
}

function isSeen(box: Box, seen: Box): boolean {
  return (
    box.x < seen.x + seen.width &&
    box.y < seen.y + seen.height &&
    box.x + box.width > seen.x &&
    box.y + box.height > seen.y
  );
}

function paintFrame(context: CanvasRenderingContext2D, frame: Frame, colors: Colors, zoom: number): void {
  context.fillStyle = colors(`cat-${frame.category}`);
  context.globalAlpha = 0.08;
  context.fillRect(frame.x, frame.y, frame.width, frame.height);
  context.globalAlpha = 0.5;
  context.strokeStyle = context.fillStyle;
  context.lineWidth = 1 / zoom;
  context.strokeRect(frame.x, frame.y, frame.width, frame.height);
  context.globalAlpha = 1;
}

function paintWires(
  context: CanvasRenderingContext2D,
  { scene, colors, viewport: { zoom }, wires: shape }: Painting,
  seen: Box,
): void {
  const idle: SceneWire[] = [];
  const chosen: SceneWire[] = [];
  for (const wire of scene.wires) if (isWireSeen(wire, seen)) (wire.isSelected ? chosen : idle).push(wire);
  // One device pixel and no more: such lines cost a tenth of wider ones.
  context.lineWidth = 1 / zoom;
  strokeAll(context, idle, shape, zoom, colors("wire-idle"));
  context.lineWidth = 2.5 / zoom;
  strokeAll(context, chosen, shape, zoom, colors("wire-selected"));
}

function isWireSeen(wire: SceneWire, seen: Box): boolean {
  const slack = 120;
  return (
    Math.min(wire.fromX, wire.toX) - slack < seen.x + seen.width &&
    Math.max(wire.fromX, wire.toX) + slack > seen.x &&
    Math.min(wire.fromY, wire.toY) - slack < seen.y + seen.height &&
    Math.max(wire.fromY, wire.toY) + slack > seen.y
  );
}

function strokeAll(
  context: CanvasRenderingContext2D,
  wires: readonly SceneWire[],
  shape: WireShape,
  zoom: number,
  color: string,
): void {
  if (wires.length === 0) return;
  context.strokeStyle = color;
  context.beginPath();
  for (const wire of wires) addWire(context, wire, shape, zoom >= CURVED_FROM);
  context.stroke();
}

/** From very far all wires are straight: nobody sees their bends, and they cost less. */
function addWire(
  context: CanvasRenderingContext2D,
  wire: SceneWire,
  shape: WireShape,
  isNear: boolean,
): void {
  const { fromX, fromY, toX, toY } = wire;
  const corners = isNear || wire.isReturn ? cornersOf(endsOf(wire), shape) : undefined;
  context.moveTo(fromX, fromY);
  if (corners) {
    for (const { x, y } of corners.slice(1)) context.lineTo(x, y);
  } else if (isNear) {
    const bend = Math.max(60, Math.abs(toX - fromX) / 2);
    context.bezierCurveTo(fromX + bend, fromY, toX - bend, toY, toX, toY);
  } else {
    context.lineTo(toX, toY);
  }
}

function paintNodes(context: CanvasRenderingContext2D, painting: Painting, seen: Box): void {
  const { scene, colors, states, viewport } = painting;
  const isBanded = viewport.zoom >= BANDED_FROM;
  const surface = colors("surface");
  const border = colors("border");
  const pixel = 1 / viewport.zoom;
  const shown = scene.nodes.filter((node) => isSeen(node, seen));
  if (isBanded) {
    context.fillStyle = border;
    for (const node of shown) if (!node.isDot) fillBox(context, grown(node, pixel), node.notch);
  }
  for (const node of shown) {
    const fill = bodyColor(node, states, colors);
    const own = colors(node.color);
    context.globalAlpha = node.isDim ? 0.4 : 1;
    context.fillStyle = fill ?? (isBanded && !node.isDot ? surface : own);
    if (node.isDot) {
      paintDot(context, node, pixel);
      continue;
    }
    fillBox(context, node, node.notch);
    if (!isBanded) continue;
    context.fillStyle = own;
    context.fillRect(node.x, node.y, BAND, node.height);
  }
  context.globalAlpha = 1;
  paintMarks(context, shown, pixel, colors);
  for (const node of shown) paintChange(context, node, painting, pixel);
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

/** A box, with a notch in the middle of its upper edge if it has one. */
export function fillBox(context: CanvasRenderingContext2D, box: Box, notch: number): void {
  const { x, y, width, height } = box;
  if (notch === 0) {
    context.fillRect(x, y, width, height);
    return;
  }
  const middle = x + width / 2;
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(middle - notch, y);
  context.lineTo(middle, y + notch);
  context.lineTo(middle + notch, y);
  context.lineTo(x + width, y);
  context.lineTo(x + width, y + height);
  context.lineTo(x, y + height);
  context.fill();
}

function paintDot(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: SceneNode,
  pixel: number,
): void {
  context.beginPath();
  context.arc(x + width / 2, y + height / 2, Math.max(DOT, LEAST_DOT * pixel) / 2, 0, 2 * Math.PI);
  context.fill();
}

/** A frame of the kind's colour, with its sign above. */
function paintChange(
  context: CanvasRenderingContext2D,
  node: SceneNode,
  { changes, colors }: Painting,
  pixel: number,
): void {
  const change = changes.get(node.id);
  if (!change || change === "unpublished") return;
  const { token, sign } = KINDS[change];
  context.strokeStyle = colors(`st-${token}`);
  context.fillStyle = context.strokeStyle;
  context.lineWidth = 2.5 * pixel;
  context.strokeRect(node.x - 2 * pixel, node.y - 2 * pixel, node.width + 4 * pixel, node.height + 4 * pixel);
  context.font = `800 ${14 * pixel}px system-ui`;
  context.fillText(sign, node.x, node.y - 4 * pixel);
}

function bodyColor(node: SceneNode, states: Painting["states"], colors: Colors): string | undefined {
  const status = states?.[node.id]?.status;
  return status && status !== "pending" ? colors(`st-${statusLook(status).token}`) : undefined;
}

function paintMarks(
  context: CanvasRenderingContext2D,
  shown: readonly SceneNode[],
  pixel: number,
  colors: Colors,
): void {
  context.strokeStyle = colors("accent");
  context.lineWidth = 2.5 * pixel;
  for (const node of shown) {
    if (node.isSelected)
      context.strokeRect(
        node.x - 2 * pixel,
        node.y - 2 * pixel,
        node.width + 4 * pixel,
        node.height + 4 * pixel,
      );
  }
  context.fillStyle = colors("st-failed");
  for (const node of shown) {
    if (node.isMarked) context.fillRect(node.x - 4 * pixel, node.y - 4 * pixel, 8 * pixel, 8 * pixel);
  }
}

/** The topmost node at a point of the canvas. */
export function nodeAt(scene: Scene, point: { x: number; y: number }): SceneNode | undefined {
  return scene.nodes.findLast((node) => {
    const slack = node.isDot ? DOT_SLACK : 0;
    return (
      point.x >= node.x - slack &&
      point.x <= node.x + node.width + slack &&
      point.y >= node.y - slack &&
      point.y <= node.y + node.height + slack
    );
  });
}

/** The nodes that lie in a box as a whole. */
export function nodesIn(scene: Scene, box: Box): string[] {
  return scene.nodes
    .filter(
      (node) =>
        node.x >= box.x &&
        node.y >= box.y &&
        node.x + node.width <= box.x + box.width &&
        node.y + node.height <= box.y + box.height,
    )
    .map((node) => node.id);
}
