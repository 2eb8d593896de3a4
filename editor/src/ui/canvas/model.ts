// From a flow document to what React Flow draws. Objects are reused as long as nothing they show has changed, so a
// drag or an edit renders only what it touches.
import type { Edge, Node, NodeHandle, Position } from "@xyflow/react";
import type { Group } from "../../core/annotations";
import type { Catalog, Descriptor } from "../../core/descriptor";
import {
  type FlowDocument,
  type FlowNode,
  nodeTitle,
  sourcePortOf,
  targetPortOf,
  type Wire,
} from "../../core/document";
import { measure, type PortPlace, placePorts, type Size } from "../../core/geometry";
import type { Mark } from "../../core/problems";
import { cardId } from "../../core/stops";
import { summaryOf } from "../../core/summary";
import type { PortRef } from "../../core/wiring";
import { cardOf, type Folding, foldingOf } from "./folding";
import { knownPorts, linkLooks, nameRoom, toCanvasEdge, type WireLooks, waysIn } from "./wires";

export interface NodeView extends Record<string, unknown> {
  node: FlowNode;
  descriptor: Descriptor | undefined;
  title: string;
  summary: string;
  size: Size;
  places: PortPlace[];
}

export interface NodeData extends NodeView {
  mark: Mark | undefined;
}

/** A group that is folded to one card. */
export interface CardData extends Record<string, unknown> {
  group: Group;
  title: string;
  size: Size;
  mark: Mark | undefined;
}

export interface WireData extends WireLooks, Record<string, unknown> {
  wire: Wire;
}

export type CanvasNode = Node<NodeData, "flow">;
export type CardNode = Node<CardData, "card">;
export type CanvasItem = CanvasNode | CardNode;
export type CanvasEdge = Edge<WireData, "wire">;

const HANDLE = 10;

/** Handle ids carry their side, because an input and an output may have the same name. */
export function handleId(side: "input" | "output", port: string): string {
  return `${side === "input" ? "i" : "o"}:${port}`;
}

export function portRef(node: string, handle: string): PortRef {
  return { node, port: handle.slice(2), side: handle.startsWith("i:") ? "input" : "output" };
}

interface Looks {
  selected: boolean;
  mark: Mark | undefined;
  x: number;
  y: number;
}

interface Cached extends Looks {
  view: NodeView;
  result: CanvasNode;
}

interface CachedEdge extends WireLooks {
  wire: Wire;
  selected: boolean;
  result: CanvasEdge;
}

export interface BuildInput {
  document: FlowDocument;
  selected: ReadonlySet<string>;
  marks: ReadonlyMap<string, Mark>;
  moving: ReadonlyMap<string, { x: number; y: number }>;
}

interface Built {
  input: BuildInput;
  result: CanvasItem[];
  places: ReadonlyMap<string, number>;
}

export class CanvasModel {
  private views = new WeakMap<FlowNode, NodeView>();
  private nodes = new Map<string, Cached>();
  private edges = new Map<string, CachedEdge>();
  private last: Built | undefined;

  constructor(private readonly catalog: Catalog) {}

  buildNodes(input: BuildInput): CanvasItem[] {
    const folding = foldingOf(input.document);
    const result = (folding ? undefined : this.patch(input)) ?? this.build(input, folding);
    const places =
      this.last?.input.document === input.document && !folding ? this.last.places : placesOf(result);
    this.last = { input, result, places };
    return result;
  }

  /** While nodes are dragged, only what moves is looked at. */
  private patch(input: BuildInput): CanvasItem[] | undefined {
    const last = this.last;
    const isSame =
      last?.input.document === input.document &&
      last.input.selected === input.selected &&
      last.input.marks === input.marks;
    if (!isSame) return undefined;
    const result = last.result.slice();
    for (const id of new Set([...last.input.moving.keys(), ...input.moving.keys()])) {
      const index = last.places.get(id);
      const node = index === undefined ? undefined : input.document.nodes[index];
      if (node && index !== undefined) result[index] = this.item(node, input).result;
    }
    return result;
  }

  private build(input: BuildInput, folding: Folding | undefined): CanvasItem[] {
    const shown = folding
      ? input.document.nodes.filter((node) => !folding.cards.has(node.id))
      : input.document.nodes;
    const known = this.nodes;
    this.nodes = new Map();
    const result: CanvasItem[] = shown.map((node) => this.item(node, input, known).result);
    for (const group of folding?.groups ?? []) result.push(...cardOf(group, input));
    return result;
  }

  private item(node: FlowNode, input: BuildInput, known = this.nodes): Cached {
    const { x, y } = input.moving.get(node.id) ?? node;
    const now = { x, y, selected: input.selected.has(node.id), mark: input.marks.get(node.id) };
    const cached = this.reuse(node, now, known.get(node.id));
    this.nodes.set(node.id, cached);
    return cached;
  }

  private reuse(node: FlowNode, now: Looks, old: Cached | undefined): Cached {
    const view = this.view(node);
    const isSame =
      old?.view === view &&
      old.x === now.x &&
      old.y === now.y &&
      old.selected === now.selected &&
      old.mark === now.mark;
    return isSame ? old : { ...now, view, result: toCanvasNode(view, now) };
  }

  view(node: FlowNode): NodeView {
    const known = this.views.get(node);
    if (known) return known;
    const view = toView(node, this.catalog.get(node.type));
    this.views.set(node, view);
    return view;
  }

  buildEdges(document: FlowDocument, selected: ReadonlySet<string>): CanvasEdge[] {
    const disabled = new Set(document.nodes.filter((node) => node.disabled).map((node) => node.id));
    const views = new Map(document.nodes.map((node) => [node.id, this.view(node)]));
    const ends = knownPorts(views);
    const ways = waysIn(document);
    const folding = foldingOf(document);
    const linkLook = linkLooks(document, views, folding?.cards);
    const next: typeof this.edges = new Map();
    const result: CanvasEdge[] = [];
    for (const wire of document.wires) {
      const role = ends.get(`${wire.source}o:${sourcePortOf(wire)}`);
      if (role === undefined || !ends.has(`${wire.target}i:${targetPortOf(wire)}`)) continue;
      const [sourceCard, targetCard] = [folding?.cards.get(wire.source), folding?.cards.get(wire.target)];
      if (sourceCard !== undefined && sourceCard === targetCard) continue;
      const looks: WireLooks = {
        isDim: disabled.has(wire.source),
        isBody: role === "body",
        isOnlyWayIn: ways.get(wire.target) === 1,
        nameRoom: sourceCard ? 0 : nameRoom(views.get(wire.source)?.places ?? [], sourcePortOf(wire)),
        sourceCard: sourceCard && cardId(sourceCard),
        targetCard: targetCard && cardId(targetCard),
        ...linkLook(wire),
      };
      const cached = reuseEdge(this.edges.get(wire.id), wire, selected.has(wire.id), looks);
      next.set(wire.id, cached);
      result.push(cached.result);
    }
    this.edges = next;
    return result;
  }
}

function reuseEdge(old: CachedEdge | undefined, wire: Wire, selected: boolean, looks: WireLooks): CachedEdge {
  const isSame =
    old?.wire === wire &&
    old.selected === selected &&
    (Object.keys(looks) as (keyof WireLooks)[]).every((key) => old[key] === looks[key]);
  return isSame ? old : { ...looks, wire, selected, result: toCanvasEdge(wire, selected, looks) };
}

function placesOf(items: readonly CanvasItem[]): Map<string, number> {
  return new Map(items.map((item, index) => [item.id, index]));
}

function toView(node: FlowNode, descriptor: Descriptor | undefined): NodeView {
  const { ports, size } = measure(descriptor, node.config);
  return {
    node,
    descriptor,
    title: nodeTitle(node, descriptor?.name ?? node.type),
    summary: descriptor ? summaryOf(descriptor, node) : "This server does not know this type",
    size,
    places: placePorts(ports, size, descriptor?.shape),
  };
}

function toCanvasNode(view: NodeView, now: Looks): CanvasNode {
  const { width, height } = view.size;
  return {
    id: view.node.id,
    type: "flow",
    position: { x: now.x, y: now.y },
    data: { ...view, mark: now.mark },
    selected: now.selected,
    width,
    height,
    measured: { width, height },
    handles: view.places.map(toHandle),
    ariaLabel: view.title,
  };
}

export function toHandle(place: PortPlace): NodeHandle {
  const isInput = place.port.side === "input";
  return {
    id: handleId(place.port.side, place.port.id),
    type: isInput ? "target" : "source",
    position: place.at as Position,
    x: place.x - HANDLE / 2,
    y: place.y - HANDLE / 2,
    width: HANDLE,
    height: HANDLE,
  };
}
