// The drawing as a layout engine takes it: nodes with their ports, groups as nodes with nodes inside. And the way back:
// from what the engine says to places on the grid.
import { type Group, groupsOf } from "./annotations";
import { boxesOf, type NodeBox } from "./arrange";
import type { Catalog } from "./descriptor";
import { type FlowDocument, type FlowNode, sourcePortOf, targetPortOf, wireKind } from "./document";
import { freePlace, measure, NODE_HEIGHT, NODE_WIDTH, placePorts, snap } from "./geometry";
import { tidy } from "./tidy";

export interface LayoutNode {
  id: string;
  x?: number;
  y?: number;
  width?: number;
  height?: number;
  children?: LayoutNode[];
  ports?: { id: string; x: number; y: number; width: number; height: number; layoutOptions: Options }[];
  edges?: { id: string; sources: string[]; targets: string[] }[];
  layoutOptions?: Options;
}

type Options = { [name: string]: string };

export interface Place {
  id: string;
  x: number;
  y: number;
}

const ROOT = "root";
const GROUP_PADDING = "[top=48,left=32,bottom=32,right=32]";
const OPTIONS: Options = {
  "elk.algorithm": "layered",
  "elk.direction": "RIGHT",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.spacing.nodeNode": "56",
  "elk.layered.spacing.nodeNodeBetweenLayers": "88",
  "elk.layered.spacing.edgeNodeBetweenLayers": "24",
  "elk.spacing.componentComponent": "80",
  "elk.layered.nodePlacement.strategy": "BRANDES_KOEPF",
  "elk.layered.nodePlacement.bk.fixedAlignment": "BALANCED",
  "elk.layered.considerModelOrder.strategy": "NODES_AND_EDGES",
  "elk.layered.crossingMinimization.forceNodeModelOrder": "false",
};

/** A part of a drawing is laid out by itself; wires that leave it do not count, nor those back to a loop. */
export function layoutGraph(
  document: FlowDocument,
  catalog: Catalog,
  chosen?: ReadonlySet<string>,
): LayoutNode {
  const nodes = document.nodes.filter((node) => !chosen || chosen.has(node.id));
  const ids = new Set(nodes.map((node) => node.id));
  const groups = groupsOf(document).filter(
    (group) => group.nodes.length > 0 && group.nodes.every((id) => ids.has(id)),
  );
  const folded = new Map(
    groups
      .filter((group) => group.collapsed)
      .flatMap((group) => group.nodes.map((id) => [id, group.id] as const)),
  );
  const owner = new Map(groups.flatMap((group) => group.nodes.map((id) => [id, group] as const)));
  const free = nodes.filter((node) => !owner.has(node.id)).map((node) => toLayoutNode(node, catalog));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const boxes = groups.map((group) => toGroup(group, byId, catalog));
  const ends = endsIn([...free, ...boxes]);
  return {
    id: ROOT,
    layoutOptions: OPTIONS,
    children: [...free, ...boxes],
    edges: document.wires
      .filter((wire) => wireKind(wire) !== "loop" && ids.has(wire.source) && ids.has(wire.target))
      .map((wire) => ({
        id: wire.id,
        sources: [endOf(wire.source, `o:${sourcePortOf(wire)}`, folded)],
        targets: [endOf(wire.target, `i:${targetPortOf(wire)}`, folded)],
      }))
      .filter(({ sources: [source], targets: [target] }) => {
        return source !== target && ends.has(source ?? "") && ends.has(target ?? "");
      }),
  };
}

/** Everything a wire may lead to; one that leads to a port that is gone would stop the engine. */
function endsIn(nodes: readonly LayoutNode[]): Set<string> {
  const ends = new Set<string>();
  for (const node of nodes) {
    ends.add(node.id);
    for (const port of node.ports ?? []) ends.add(port.id);
    for (const end of endsIn(node.children ?? [])) ends.add(end);
  }
  return ends;
}

const groupKey = (group: string) => `group:${group}`;

function endOf(node: string, port: string, folded: ReadonlyMap<string, string>): string {
  const group = folded.get(node);
  return group === undefined ? `${node}/${port}` : groupKey(group);
}

function toGroup(group: Group, byId: ReadonlyMap<string, FlowNode>, catalog: Catalog): LayoutNode {
  if (group.collapsed) return { id: groupKey(group.id), width: NODE_WIDTH, height: NODE_HEIGHT };
  return {
    id: groupKey(group.id),
    layoutOptions: { "elk.padding": GROUP_PADDING },
    children: group.nodes.flatMap((id) => {
      const node = byId.get(id);
      return node ? [toLayoutNode(node, catalog)] : [];
    }),
  };
}

const SIDES = { left: "WEST", right: "EAST", bottom: "SOUTH" } as const;

function toLayoutNode(node: FlowNode, catalog: Catalog): LayoutNode {
  const descriptor = catalog.get(node.type);
  const { ports, size } = measure(descriptor, node.config);
  return {
    id: node.id,
    ...size,
    layoutOptions: { "elk.portConstraints": "FIXED_POS" },
    ports: placePorts(ports, size, descriptor?.shape).map(({ port, x, y, at }) => ({
      id: `${node.id}/${port.side === "input" ? "i" : "o"}:${port.id}`,
      x,
      y,
      width: 0,
      height: 0,
      layoutOptions: { "elk.port.side": SIDES[at] },
    })),
  };
}

/**
 * Where each node goes. The upper left corner of the drawing stays where it is; nodes that are to keep their place do,
 * and what would lie on them makes way.
 */
export function placesFrom(
  document: FlowDocument,
  catalog: Catalog,
  laidOut: LayoutNode,
  chosen?: ReadonlySet<string>,
): Place[] {
  const found = new Map<string, { x: number; y: number }>();
  collect(document, laidOut, 0, 0, found);
  return keepPlaces(document, catalog, found, chosen);
}

/** The same without an engine, for when there is none. */
export function plainPlaces(document: FlowDocument, catalog: Catalog, chosen?: ReadonlySet<string>): Place[] {
  const part = chosen ? partOf(document, chosen) : document;
  const found = new Map(tidy(part, catalog).map(({ id, x, y }) => [id, { x, y }]));
  return keepPlaces(document, catalog, found, chosen);
}

function partOf(document: FlowDocument, chosen: ReadonlySet<string>): FlowDocument {
  return {
    ...document,
    nodes: document.nodes.filter((node) => chosen.has(node.id)),
    wires: document.wires.filter((wire) => chosen.has(wire.source) && chosen.has(wire.target)),
  };
}

function collect(
  document: FlowDocument,
  node: LayoutNode,
  left: number,
  top: number,
  found: Map<string, { x: number; y: number }>,
): void {
  for (const child of node.children ?? []) {
    const place = { x: left + (child.x ?? 0), y: top + (child.y ?? 0) };
    if (child.children) collect(document, child, place.x, place.y, found);
    else if (child.id.startsWith("group:")) placeFolded(document, child.id, place, found);
    else found.set(child.id, place);
  }
}

/** The nodes of a folded group keep their places among each other. */
function placeFolded(
  document: FlowDocument,
  key: string,
  place: { x: number; y: number },
  found: Map<string, { x: number; y: number }>,
): void {
  const group = groupsOf(document).find((item) => groupKey(item.id) === key);
  const members = document.nodes.filter((node) => group?.nodes.includes(node.id));
  const left = Math.min(...members.map((node) => node.x));
  const top = Math.min(...members.map((node) => node.y));
  for (const node of members) found.set(node.id, { x: place.x + node.x - left, y: place.y + node.y - top });
}

function keepPlaces(
  document: FlowDocument,
  catalog: Catalog,
  found: ReadonlyMap<string, { x: number; y: number }>,
  chosen: ReadonlySet<string> | undefined,
): Place[] {
  const boxes = boxesOf(document, catalog, chosen).filter((box) => found.has(box.id));
  if (boxes.length === 0) return [];
  const fixed = new Set(document.nodes.filter((node) => node.fixed).map((node) => node.id));
  const { dx, dy } = shiftOf(boxes, found, fixed);
  const kept = boxes.filter((box) => fixed.has(box.id));
  return boxes
    .filter((box) => !fixed.has(box.id))
    .map((box) => {
      const { x, y } = found.get(box.id) ?? box;
      const place = { x: snap(x + dx), y: snap(y + dy) };
      const isCovered = kept.some(
        (other) => Math.abs(other.x - place.x) < NODE_WIDTH && Math.abs(other.y - place.y) < NODE_HEIGHT,
      );
      return {
        id: box.id,
        ...(isCovered
          ? freePlace(
              place,
              document.nodes.filter((node) => fixed.has(node.id)),
            )
          : place),
      };
    });
}

/** How far the whole layout moves: onto the first node that stays, else to the old upper left corner. */
function shiftOf(
  boxes: readonly NodeBox[],
  found: ReadonlyMap<string, { x: number; y: number }>,
  fixed: ReadonlySet<string>,
): { dx: number; dy: number } {
  const anchor = boxes.find((box) => fixed.has(box.id));
  const there = anchor && found.get(anchor.id);
  if (anchor && there) return { dx: anchor.x - there.x, dy: anchor.y - there.y };
  const places = [...found.values()];
  const least = (numbers: number[]) => numbers.reduce((a, b) => Math.min(a, b));
  return {
    dx: snap(least(boxes.map((box) => box.x))) - least(places.map((place) => place.x)),
    dy: snap(least(boxes.map((box) => box.y))) - least(places.map((place) => place.y)),
  };
}
