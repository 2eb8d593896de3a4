// Where a node's ports are and how large a node is. Drawn size, wire ends and frames all follow from here, so the
// canvas never waits for the page to be measured.
import { type Catalog, type Descriptor, type Port, type Ports, portsOf, type Shape } from "./descriptor";
import type { FlowNode } from "./document";

export const NODE_WIDTH = 200;
export const NODE_HEIGHT = 56;
const TERMINAL_WIDTH = 152;
export const GRID = 20;
/** A dot with a margin around it: on the grid, its middle is level with the ports of the nodes beside it. */
export const JUNCTION_SIZE = 16;
const PORT_STEP = 16;
const PORTS_IN_BASE_HEIGHT = 3;
const NO_PORTS: Ports = { inputs: [], outputs: [] };

export interface Size {
  width: number;
  height: number;
}

export type PortSide = "left" | "right" | "bottom";

export interface PortPlace {
  port: Port;
  x: number;
  y: number;
  at: PortSide;
}

export function snap(value: number): number {
  return Math.round(value / GRID) * GRID;
}

function isBelow(port: Port): boolean {
  return port.kind === "error" || (port.side === "input" && port.kind === "loop");
}

function sizeOf(descriptor: Descriptor | undefined, ports: Ports): Size {
  if (descriptor?.shape === "junction") return { width: JUNCTION_SIZE, height: JUNCTION_SIZE };
  const most = Math.max(
    ports.inputs.filter((port) => !isBelow(port)).length,
    ports.outputs.filter((port) => !isBelow(port)).length,
  );
  const height = NODE_HEIGHT + Math.max(0, most - PORTS_IN_BASE_HEIGHT) * PORT_STEP;
  return { width: descriptor?.shape === "terminal" ? TERMINAL_WIDTH : NODE_WIDTH, height };
}

/** Ports and size of a node of this type; of a type that nobody knows, the usual size and no ports. */
export function measure(
  descriptor: Descriptor | undefined,
  config: FlowNode["config"],
): { ports: Ports; size: Size } {
  const ports = descriptor ? portsOf(descriptor, config) : NO_PORTS;
  return { ports, size: sizeOf(descriptor, ports) };
}

export function boxOf(node: FlowNode, catalog: Catalog | undefined): Box {
  return { x: node.x, y: node.y, ...measure(catalog?.get(node.type), node.config).size };
}

/** How far the pointed ends of a decision reach. */
export const POINT = 16;

/** How deep the notch in the upper edge of an approval is, and how far it reaches to either side of the middle. */
export const NOTCH = 8;

/** The outline of a card with a notch. */
export function notchedPath({ x, y, width, height }: Box, radius: number): string {
  const corner = (across: number, down: number) => `a${radius} ${radius} 0 0 1 ${across} ${down}`;
  const [wide, high] = [width - 2 * radius, height - 2 * radius];
  const top = `M${x + radius} ${y}H${x + width / 2 - NOTCH}l${NOTCH} ${NOTCH} ${NOTCH} ${-NOTCH}H${x + radius + wide}`;
  const right = `${corner(radius, radius)}v${high}${corner(-radius, radius)}`;
  return `${top}${right}h${-wide}${corner(-radius, -radius)}v${-high}${corner(radius, -radius)}z`;
}

/**
 * Inputs on the left, outputs on the right, the error port bottom right, the loop-back entry bottom left. All ports of a
 * junction are its dot.
 */
export function placePorts(ports: Ports, size: Size, shape: Shape = "standard"): PortPlace[] {
  const places = [...placeSide(ports.inputs, size, "left"), ...placeSide(ports.outputs, size, "right")];
  if (shape === "junction")
    return places.map((place) => ({ ...place, x: size.width / 2, y: size.height / 2 }));
  return shape === "decision" ? places.map((place) => onPoint(place, size)) : places;
}

/** A port beside the tip of a pointed end lies on the slope, not in the air. */
function onPoint(place: PortPlace, size: Size): PortPlace {
  if (place.at === "bottom") return place;
  const inset = (POINT * Math.abs(place.y - size.height / 2)) / (size.height / 2);
  return { ...place, x: place.at === "left" ? inset : size.width - inset };
}

function placeSide(ports: readonly Port[], size: Size, at: "left" | "right"): PortPlace[] {
  const beside = ports.filter((port) => !isBelow(port));
  const below = ports.filter(isBelow);
  const gap = beside.length > 1 ? Math.min(20, (size.height - 16) / (beside.length - 1)) : 0;
  const top = size.height / 2 - (gap * (beside.length - 1)) / 2;
  return [
    ...beside.map((port, index) => ({ port, x: at === "left" ? 0 : size.width, y: top + gap * index, at })),
    ...below.map((port, index) => ({
      port,
      x: at === "left" ? 40 + index * 20 : size.width - 24 - index * 20,
      y: size.height,
      at: "bottom" as const,
    })),
  ];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export function boundsOf(boxes: readonly Box[], margin = 0): Box | undefined {
  if (boxes.length === 0) return undefined;
  const left = Math.min(...boxes.map((box) => box.x)) - margin;
  const top = Math.min(...boxes.map((box) => box.y)) - margin;
  const right = Math.max(...boxes.map((box) => box.x + box.width)) + margin;
  const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + margin;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A place near the wished one where the new node covers no other. */
export function freePlace(
  wished: { x: number; y: number },
  nodes: readonly FlowNode[],
): { x: number; y: number } {
  const place = { x: snap(wished.x), y: snap(wished.y) };
  const isTaken = () =>
    nodes.some(
      (node) =>
        Math.abs(node.x - place.x) < NODE_WIDTH + GRID && Math.abs(node.y - place.y) < NODE_HEIGHT + GRID / 2,
    );
  for (let tries = 0; tries < 200 && isTaken(); tries += 1) place.y += 80;
  return place;
}
