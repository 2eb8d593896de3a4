// The flow as a tree of text: nodes in the order they run, the bodies of control nodes inside them.
import { type Catalog, portsOf } from "./descriptor";
import { type FlowDocument, nodeTitle, sourcePortOf, type Wire, wireKind } from "./document";
import type { Region } from "./problems";

export interface OutlineNode {
  kind: "node";
  id: string;
  key: string;
  title: string;
  type: string;
  isDisabled: boolean;
  /** "then Write the report; on error Tell somebody". */
  leads: string;
  children: OutlineBody[];
}

export interface OutlineBody {
  kind: "body";
  key: string;
  title: string;
  children: OutlineNode[];
}

export type OutlineItem = OutlineNode | OutlineBody;

export function outlineOf(
  document: FlowDocument,
  catalog: Catalog,
  regions: readonly Region[],
): OutlineNode[] {
  const order = runOrder(document);
  const known = new Set(document.nodes.map((node) => node.id));
  const owner = innermost(regions.filter((region) => known.has(region.control)));
  const titles = new Map(
    document.nodes.map((node) => [node.id, nodeTitle(node, catalog.get(node.type)?.name ?? node.type)]),
  );
  const wires = wiresBySource(document);
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const inside = new Map<string, string[]>();
  for (const id of order) {
    const key = owner.get(id) ?? "";
    inside.set(key, [...(inside.get(key) ?? []), id]);
  }
  const toNode = (id: string): OutlineNode[] => {
    const node = byId.get(id);
    if (!node) return [];
    const descriptor = catalog.get(node.type);
    const bodies = regions.filter((region) => region.control === id);
    const portLabel = (port: string) =>
      (descriptor && portsOf(descriptor, node.config).outputs.find((item) => item.id === port)?.label) ||
      port;
    return [
      {
        kind: "node",
        id,
        key: `node:${id}`,
        title: titles.get(id) ?? id,
        type: descriptor?.name ?? node.type,
        isDisabled: node.disabled === true,
        leads: leadsOf(wires.get(id) ?? [], titles, portLabel, new Set(bodies.map((body) => body.port))),
        children: bodies.map((region) => ({
          kind: "body",
          key: keyOf(region),
          title: portLabel(region.port),
          children: (inside.get(keyOf(region)) ?? []).flatMap(toNode),
        })),
      },
    ];
  };
  return (inside.get("") ?? []).flatMap(toNode);
}

const keyOf = (region: Region): string => `body:${region.control}/${region.port}`;

/** The smallest region each node is in; a region lists the nodes of those inside it too. */
function innermost(regions: readonly Region[]): Map<string, string> {
  const found = new Map<string, { key: string; size: number }>();
  for (const region of regions) {
    for (const node of region.nodes) {
      const known = found.get(node);
      if (node === region.control || (known && known.size <= region.nodes.length)) continue;
      found.set(node, { key: keyOf(region), size: region.nodes.length });
    }
  }
  return new Map([...found].map(([node, { key }]) => [node, key]));
}

function wiresBySource(document: FlowDocument): Map<string, Wire[]> {
  const found = new Map<string, Wire[]>();
  for (const wire of document.wires) found.set(wire.source, [...(found.get(wire.source) ?? []), wire]);
  return found;
}

function leadsOf(
  wires: readonly Wire[],
  titles: ReadonlyMap<string, string>,
  portLabel: (port: string) => string,
  bodies: ReadonlySet<string>,
): string {
  const parts = wires
    .filter((wire) => !bodies.has(sourcePortOf(wire)))
    .map((wire) => {
      const to = titles.get(wire.target) ?? wire.target;
      if (wireKind(wire) === "loop") return `back to ${to}`;
      if (wireKind(wire) === "error") return `on error ${to}`;
      const port = sourcePortOf(wire);
      return port === "output" ? `then ${to}` : `${portLabel(port)}: ${to}`;
    });
  return parts.join("; ");
}

/** Along the wires, each node behind all that lead to it; where nothing decides, from the left and from the top. */
export function runOrder(document: FlowDocument): string[] {
  const known = new Set(document.nodes.map((node) => node.id));
  const waits = new Map<string, number>(document.nodes.map((node) => [node.id, 0]));
  const next = new Map<string, string[]>();
  for (const wire of document.wires) {
    if (wireKind(wire) === "loop" || !known.has(wire.source) || !known.has(wire.target)) continue;
    waits.set(wire.target, (waits.get(wire.target) ?? 0) + 1);
    next.set(wire.source, [...(next.get(wire.source) ?? []), wire.target]);
  }
  const place = new Map(document.nodes.map((node) => [node.id, node]));
  const compare = (a: string, b: string) => {
    const [one, other] = [place.get(a), place.get(b)];
    return (one?.x ?? 0) - (other?.x ?? 0) || (one?.y ?? 0) - (other?.y ?? 0);
  };
  const ready = [...waits].filter(([, count]) => count === 0).map(([id]) => id);
  ready.sort((a, b) => compare(b, a));
  const order: string[] = [];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    order.push(id);
    const freed = (next.get(id) ?? []).filter((target) => {
      const left = (waits.get(target) ?? 0) - 1;
      waits.set(target, left);
      return left === 0;
    });
    ready.push(...freed.sort((a, b) => compare(b, a)));
  }
  const seen = new Set(order);
  return [...order, ...document.nodes.map((node) => node.id).filter((id) => !seen.has(id))];
}

/** The lines that are seen, from the top: what is inside a closed line is left out. */
export interface OutlineLine {
  item: OutlineItem;
  level: number;
  /** Among its siblings, from one. */
  position: number;
  siblings: number;
  parent: string | undefined;
}

export function linesOf(tree: readonly OutlineItem[], closed: ReadonlySet<string>): OutlineLine[] {
  const lines: OutlineLine[] = [];
  const visit = (items: readonly OutlineItem[], level: number, parent: string | undefined) => {
    for (const [index, item] of items.entries()) {
      lines.push({ item, level, position: index + 1, siblings: items.length, parent });
      if (!closed.has(item.key)) visit(item.children, level + 1, item.key);
    }
  };
  visit(tree, 1, undefined);
  return lines;
}
