// What the arrow keys go through: nodes, folded groups, notes and the titles of groups. And what each says of itself.
import { type Group, groupsOf, type Note, notesOf } from "./annotations";
import type { Catalog } from "./descriptor";
import { type FlowDocument, type FlowNode, nodeTitle } from "./document";
import { type Box, boundsOf, boxOf, NODE_HEIGHT, NODE_WIDTH } from "./geometry";
import { type Direction, nextPlace } from "./navigate";

export interface Stop {
  id: string;
  box: Box;
  /** The nodes that are chosen there. */
  nodes: string[];
}

/** How far the frame of a group reaches beyond its nodes. */
export const GROUP_MARGIN = 32;
const TITLE = { width: 120, height: 24 };

export const cardId = (group: string): string => `group:${group}`;
export const noteStop = (note: string): string => `note:${note}`;
export const titleStop = (group: string): string => `title:${group}`;

export function stopsOf(document: FlowDocument, catalog: Catalog): Stop[] {
  const cards = cardsOf(document);
  const boxes = new Map(document.nodes.map((node) => [node.id, boxOf(node, catalog)]));
  const nodes = document.nodes
    .filter((node) => !cards.has(node.id))
    .map((node) => ({ id: node.id, box: boxes.get(node.id) as Box, nodes: [node.id] }));
  const groups = groupsOf(document).flatMap((group) => groupStop(group, boxes));
  const notes = notesOf(document).map((note) => ({ id: noteStop(note.id), box: boxOfNote(note), nodes: [] }));
  return [...nodes, ...groups, ...notes];
}

/** The stop in that direction; the first when there is none to start from. */
export function nextStop(
  document: FlowDocument,
  catalog: Catalog,
  from: string | undefined,
  way: Direction,
): Stop | undefined {
  const cards = cardsOf(document);
  const shown = (node: string) => cards.get(node) ?? node;
  const wires = document.wires.map((wire) => ({ source: shown(wire.source), target: shown(wire.target) }));
  const stops = new Map(stopsOf(document, catalog).map((stop) => [stop.id, stop]));
  const boxes = new Map([...stops].map(([id, stop]) => [id, stop.box]));
  const next = nextPlace(wires, boxes, from === undefined ? from : shown(from), way);
  return next === undefined ? undefined : stops.get(next);
}

/** One sentence for those who hear the canvas; `more` is what else is known of a node, such as how it ran. */
export function sayStop(document: FlowDocument, catalog: Catalog, stop: Stop, more: string[] = []): string {
  const node = document.nodes.find((item) => item.id === stop.id);
  if (node) return sayNode(document, catalog, node, more);
  const note = notesOf(document).find((item) => noteStop(item.id) === stop.id);
  if (note) return `Note: ${note.text.slice(0, 80) || "empty"}. Enter writes, Delete removes`;
  const group = groupsOf(document).find(({ id }) => cardId(id) === stop.id || titleStop(id) === stop.id);
  const name = group?.name || "Group";
  const count = group?.nodes.length ?? 0;
  return stop.id === titleStop(group?.id ?? "")
    ? `${name}, group of ${count} nodes. Enter names it`
    : `${name}, folded group of ${count} nodes`;
}

function sayNode(document: FlowDocument, catalog: Catalog, node: FlowNode, more: string[]): string {
  const type = catalog.get(node.type)?.name ?? node.type;
  const title = nodeTitle(node, type);
  const count = (end: "source" | "target") => document.wires.filter((wire) => wire[end] === node.id).length;
  return [
    title,
    ...(type === title ? [] : [type]),
    ...(node.disabled ? ["disabled"] : []),
    ...more,
    `${count("target")} in`,
    `${count("source")} out`,
  ].join(", ");
}

/** The card that stands for each node of a folded group. */
function cardsOf(document: FlowDocument): Map<string, string> {
  const folded = document.groups ? groupsOf(document).filter((group) => group.collapsed) : [];
  return new Map(folded.flatMap((group) => group.nodes.map((node) => [node, cardId(group.id)] as const)));
}

function groupStop(group: Group, boxes: ReadonlyMap<string, Box>): Stop[] {
  const inside = boundsOf(
    group.nodes.flatMap((id) => boxes.get(id) ?? []),
    group.collapsed ? 0 : GROUP_MARGIN,
  );
  if (!inside) return [];
  if (group.collapsed) {
    const box = { x: inside.x, y: inside.y, width: NODE_WIDTH, height: NODE_HEIGHT };
    return [{ id: cardId(group.id), box, nodes: group.nodes }];
  }
  const box = { x: inside.x + 12, y: inside.y - TITLE.height, ...TITLE };
  return [{ id: titleStop(group.id), box, nodes: [] }];
}

function boxOfNote({ x, y, width, height }: Note): Box {
  return { x, y, width, height };
}
