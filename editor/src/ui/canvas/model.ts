// From a flow document to what React Flow draws. Objects are reused as long as nothing they show has changed, so a
// drag or an edit renders only what it touches.
import type { Edge, Node, NodeHandle, Position } from "@xyflow/react";
import { type Catalog, type Descriptor, type Ports, portsOf } from "../../core/descriptor";
import {
  type FlowDocument,
  type FlowNode,
  nodeTitle,
  sourcePortOf,
  targetPortOf,
  type Wire,
  wireKind,
} from "../../core/document";
import { type PortPlace, placePorts, type Size, sizeOf } from "../../core/geometry";
import type { Mark } from "../../core/problems";
import { summaryOf } from "../../core/summary";
import type { PortRef } from "../../core/wiring";

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

export interface WireData extends Record<string, unknown> {
  wire: Wire;
  isDim: boolean;
  /** Leads into a region: its source is finished only after what it leads to. */
  isBody: boolean;
  /** No other wire leads to its target. */
  isOnlyWayIn: boolean;
  /** The port it leaves from has its name beside it. */
  hasPortName: boolean;
}

export type CanvasNode = Node<NodeData, "flow">;
export type CanvasEdge = Edge<WireData, "wire">;

const HANDLE = 10;
const NO_PORTS: Ports = { inputs: [], outputs: [] };

/** Handle ids carry their side, because an input and an output may have the same name. */
export function handleId(side: "input" | "output", port: string): string {
  return `${side === "input" ? "i" : "o"}:${port}`;
}

export function portRef(node: string, handle: string): PortRef {
  return { node, port: handle.slice(2), side: handle.startsWith("i:") ? "input" : "output" };
}

interface Cached {
  view: NodeView;
  mark: Mark | undefined;
  selected: boolean;
  x: number;
  y: number;
  result: CanvasNode;
}

interface CachedEdge {
  wire: Wire;
  isDim: boolean;
  isBody: boolean;
  isOnlyWayIn: boolean;
  hasPortName: boolean;
  selected: boolean;
  result: CanvasEdge;
}

export interface BuildInput {
  document: FlowDocument;
  selected: ReadonlySet<string>;
  marks: ReadonlyMap<string, Mark>;
  moving: ReadonlyMap<string, { x: number; y: number }>;
}

export class CanvasModel {
  private views = new WeakMap<FlowNode, NodeView>();
  private nodes = new Map<string, Cached>();
  private edges = new Map<string, CachedEdge>();

  constructor(private readonly catalog: Catalog) {}

  buildNodes({ document, selected, marks, moving }: BuildInput): CanvasNode[] {
    const next = new Map<string, Cached>();
    const result = document.nodes.map((node) => {
      const { x, y } = moving.get(node.id) ?? node;
      const cached = this.reuse(node, { x, y, selected: selected.has(node.id), mark: marks.get(node.id) });
      next.set(node.id, cached);
      return cached.result;
    });
    this.nodes = next;
    return result;
  }

  private reuse(node: FlowNode, now: Pick<Cached, "x" | "y" | "selected" | "mark">): Cached {
    const view = this.view(node);
    const old = this.nodes.get(node.id);
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
    const ends = this.knownPorts(document);
    const ways = waysIn(document);
    const named = this.withPortNames(document);
    const next: typeof this.edges = new Map();
    const result: CanvasEdge[] = [];
    for (const wire of document.wires) {
      const role = ends.get(`${wire.source}o:${sourcePortOf(wire)}`);
      if (role === undefined || !ends.has(`${wire.target}i:${targetPortOf(wire)}`)) continue;
      const isOnlyWayIn = ways.get(wire.target) === 1;
      const hasPortName = named.has(wire.source);
      const looks = { isDim: disabled.has(wire.source), isBody: role === "body", isOnlyWayIn, hasPortName };
      const now = { wire, selected: selected.has(wire.id), ...looks };
      const old = this.edges.get(wire.id);
      const isSame =
        old?.wire === wire &&
        old.selected === now.selected &&
        old.isDim === now.isDim &&
        old.isBody === now.isBody &&
        old.isOnlyWayIn === now.isOnlyWayIn &&
        old.hasPortName === now.hasPortName;
      const cached = isSame ? old : { ...now, result: toCanvasEdge(wire, now.selected, looks) };
      next.set(wire.id, cached);
      result.push(cached.result);
    }
    this.edges = next;
    return result;
  }

  private withPortNames(document: FlowDocument): Set<string> {
    return new Set(
      document.nodes.filter((node) => hasPortNames(this.view(node).places)).map((node) => node.id),
    );
  }

  /** The role of each port that exists now. */
  private knownPorts(document: FlowDocument): Map<string, string> {
    const ends = new Map<string, string>();
    for (const node of document.nodes) {
      for (const place of this.view(node).places)
        ends.set(node.id + handleId(place.port.side, place.port.id), place.port.role);
    }
    return ends;
  }
}

/** Where there is a choice of ways out, each port on the right shows its name. */
export function hasPortNames(places: readonly PortPlace[]): boolean {
  return places.filter((place) => place.at === "right").length > 1;
}

function waysIn(document: FlowDocument): Map<string, number> {
  const ways = new Map<string, number>();
  for (const { target } of document.wires) ways.set(target, (ways.get(target) ?? 0) + 1);
  return ways;
}

function toView(node: FlowNode, descriptor: Descriptor | undefined): NodeView {
  const ports = descriptor ? portsOf(descriptor, node.config) : NO_PORTS;
  const size = sizeOf(descriptor, ports);
  return {
    node,
    descriptor,
    title: nodeTitle(node, descriptor?.name ?? node.type),
    summary: descriptor ? summaryOf(descriptor, node.config) : "This server does not know this type",
    size,
    places: placePorts(ports, size, descriptor?.shape),
  };
}

function toCanvasNode(view: NodeView, now: Pick<Cached, "x" | "y" | "selected" | "mark">): CanvasNode {
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

function toHandle(place: PortPlace): NodeHandle {
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

type WireLooks = Pick<CachedEdge, "isDim" | "isBody" | "isOnlyWayIn" | "hasPortName">;

function toCanvasEdge(wire: Wire, selected: boolean, looks: WireLooks): CanvasEdge {
  return {
    id: wire.id,
    type: "wire",
    source: wire.source,
    target: wire.target,
    sourceHandle: handleId("output", sourcePortOf(wire)),
    targetHandle: handleId("input", targetPortOf(wire)),
    data: { wire, ...looks },
    selected,
    interactionWidth: 20,
    ariaLabel: `Wire (${wireKind(wire)}) from ${wire.source} to ${wire.target}`,
    zIndex: selected ? 1 : 0,
  };
}
