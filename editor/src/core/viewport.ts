// Where the view of the canvas is, computed from the drawing alone: nothing has to be on the page to be measured.
import type { Box } from "./geometry";

export interface Viewport {
  x: number;
  y: number;
  zoom: number;
}

export interface Room {
  width: number;
  height: number;
}

export const MIN_ZOOM = 0.05;
export const MAX_ZOOM = 2;

/** Below the first the overview is drawn, above the second nodes are on the page again; between them nothing changes. */
export const OVERVIEW_BELOW = 0.38;
export const OVERVIEW_UNTIL = 0.45;

/** Nodes show all they have from here on, below only icon and title. */
export const FULL_DETAIL = 0.75;

const FIT_MARGIN = { top: 64, right: 48, bottom: 48, left: 48 };
const EDGE = 60;
const READABLE = 0.5;
/** More nodes than this are shown as an overview first. */
const MANY_NODES = 300;
/** So few nodes cost little from any distance, and say more than a picture of them. */
const FEW_NODES = 100;

export function isOverview(zoom: number, wasOverview: boolean, nodes: number): boolean {
  return nodes > FEW_NODES && zoom < (wasOverview ? OVERVIEW_UNTIL : OVERVIEW_BELOW);
}

export function startsFar(nodes: number): boolean {
  return nodes > MANY_NODES;
}

/** The whole box in the middle of the room, with margins. */
export function fitBox(box: Box, room: Room, limits: { min?: number; max?: number } = {}): Viewport {
  const width = Math.max(1, room.width - FIT_MARGIN.left - FIT_MARGIN.right);
  const height = Math.max(1, room.height - FIT_MARGIN.top - FIT_MARGIN.bottom);
  const wished = Math.min(width / Math.max(1, box.width), height / Math.max(1, box.height));
  const zoom = Math.max(limits.min ?? MIN_ZOOM, Math.min(limits.max ?? 1, wished));
  return {
    x: FIT_MARGIN.left + width / 2 - (box.x + box.width / 2) * zoom,
    y: FIT_MARGIN.top + height / 2 - (box.y + box.height / 2) * zoom,
    zoom,
  };
}

/**
 * The view a flow opens with: the whole flow when it can be read that way or when it is so large that nobody reads it
 * from the beginning, else its beginning. A short one begins on the left, because it will grow to the right.
 */
export function startViewport(box: Box, room: Room, nodes: number): Viewport {
  if (startsFar(nodes)) return fitBox(box, room);
  const fit = Math.min((room.width - 2 * EDGE) / box.width, (room.height - 2 * EDGE) / box.height);
  const zoom = Math.max(READABLE, Math.min(1, fit));
  const center = (start: number, length: number, space: number) =>
    length * zoom <= space - 2 * EDGE ? space / 2 - (start + length / 2) * zoom : EDGE - start * zoom;
  const isShort = box.width * zoom < room.width / 2;
  return {
    x: isShort ? EDGE - box.x * zoom : center(box.x, box.width, room.width),
    y: center(box.y, box.height, room.height),
    zoom,
  };
}

/** The part of the canvas that is seen. */
export function seenBox({ x, y, zoom }: Viewport, room: Room): Box {
  return { x: -x / zoom, y: -y / zoom, width: room.width / zoom, height: room.height / zoom };
}

/** The view with this point of the canvas in the middle. */
export function centeredOn(point: { x: number; y: number }, zoom: number, room: Room): Viewport {
  return { x: room.width / 2 - point.x * zoom, y: room.height / 2 - point.y * zoom, zoom };
}
