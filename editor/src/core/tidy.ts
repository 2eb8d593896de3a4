// Puts the nodes of a flow in order: columns by how far a node is from the start, rows by path. The first way out of a
// node goes straight on, each further one gets a row of its own below, so that bodies and branches never cross.
import { type Catalog, portsOf } from "./descriptor";
import { type FlowDocument, type FlowNode, sourcePortOf, wireKind } from "./document";
import { boxOf, NODE_HEIGHT, snap } from "./geometry";

const COLUMN = 280;
const ROW = 120;

interface Place {
  id: string;
  x: number;
  y: number;
}

/** The places of all nodes; the top left corner of the drawing stays where it is. */
export function tidy(document: FlowDocument, catalog: Catalog): Place[] {
  if (document.nodes.length === 0) return [];
  const next = waysOn(document, catalog);
  const columns = columnsOf(document.nodes, next);
  const rows = rowsOf(document.nodes, columns, next);
  const left = snap(Math.min(...document.nodes.map((node) => node.x)));
  const top = snap(Math.min(...document.nodes.map((node) => node.y)));
  return document.nodes.map((node) => ({
    id: node.id,
    x: left + (columns.get(node.id) ?? 0) * COLUMN,
    y: top + (rows.get(node.id) ?? 0) * ROW + drop(node, catalog),
  }));
}

/** How far down a low node goes to be level with the others of its row. */
function drop(node: FlowNode, catalog: Catalog): number {
  return Math.max(0, (NODE_HEIGHT - boxOf(node, catalog).height) / 2);
}

/** The nodes behind each node, in the order of its ports; wires back to a loop lead nowhere new. */
function waysOn(document: FlowDocument, catalog: Catalog): Map<string, string[]> {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const wires = document.wires.filter((wire) => wireKind(wire) !== "loop" && byId.has(wire.target));
  const ways = new Map<string, { target: string; order: number }[]>();
  for (const wire of wires) {
    const source = byId.get(wire.source);
    if (!source) continue;
    const list = ways.get(wire.source) ?? [];
    list.push({ target: wire.target, order: portOrder(source, sourcePortOf(wire), catalog) });
    ways.set(wire.source, list);
  }
  return new Map(
    [...ways].map(([id, list]) => [
      id,
      [...new Set(list.sort((a, b) => a.order - b.order).map((way) => way.target))],
    ]),
  );
}

function portOrder(node: FlowNode, port: string, catalog: Catalog): number {
  const descriptor = catalog.get(node.type);
  if (!descriptor) return 0;
  return portsOf(descriptor, node.config).outputs.findIndex((item) => item.id === port);
}

/** The longest way from a start to each node. What lies on a circle keeps the column it was reached at. */
function columnsOf(nodes: readonly FlowNode[], next: Map<string, string[]>): Map<string, number> {
  const open = new Map(nodes.map((node) => [node.id, 0]));
  for (const targets of next.values()) {
    for (const target of targets) open.set(target, (open.get(target) ?? 0) + 1);
  }
  const columns = new Map(nodes.map((node) => [node.id, 0]));
  const queue = nodes.filter((node) => open.get(node.id) === 0).map((node) => node.id);
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    for (const target of next.get(id) ?? []) {
      columns.set(target, Math.max(columns.get(target) ?? 0, (columns.get(id) ?? 0) + 1));
      const left = (open.get(target) ?? 0) - 1;
      open.set(target, left);
      if (left === 0) queue.push(target);
    }
  }
  return columns;
}

/** Each node belongs to the furthest node that leads to it; a row is one path of such nodes. */
function rowsOf(
  nodes: readonly FlowNode[],
  columns: Map<string, number>,
  next: Map<string, string[]>,
): Map<string, number> {
  const owners = new Map<string, string>();
  for (const [id, targets] of next) {
    for (const target of targets) {
      const owner = owners.get(target);
      if (owner === undefined || (columns.get(id) ?? 0) > (columns.get(owner) ?? 0)) owners.set(target, id);
    }
  }
  const rows = new Map<string, number>();
  let free = 0;
  const walk = (start: string) => {
    const stack: { id: string; row: number | undefined }[] = [{ id: start, row: undefined }];
    for (let top = stack.pop(); top; top = stack.pop()) {
      const { id, row = free } = top;
      if (rows.has(id)) continue;
      rows.set(id, row);
      free = Math.max(free, row + 1);
      const own = (next.get(id) ?? []).filter((target) => owners.get(target) === id);
      const isFurther = (target: string) => (columns.get(target) ?? 0) > (columns.get(id) ?? 0);
      const places = own.map((target, index) => ({
        id: target,
        row: index === 0 && isFurther(target) ? row : undefined,
      }));
      stack.push(...places.reverse());
    }
  };
  for (const { id } of nodes) if (!owners.has(id)) walk(id);
  for (const { id } of nodes) if (!rows.has(id)) walk(id);
  return rows;
}
