// From a drawing to a template and back: what a template keeps of a flow, and what a flow gets of a template.
import { groupsOf } from "./annotations";
import { type Clip, prepareClip } from "./clipboard";
import type { Catalog } from "./descriptor";
import { type FlowDocument, type FlowNode, isObject, type Json } from "./document";
import { type Box, boundsOf, NODE_HEIGHT, NODE_WIDTH } from "./geometry";
import { firstFree } from "./ids";
import type { BasicOperation, Operation } from "./operations";
import { withoutSecrets } from "./secrets";
import { isPlainStart } from "./starts";

/** What is kept of a flow, or of some of its nodes. Values of secrets are not. */
export function templateOf(
  document: FlowDocument,
  catalog: Catalog,
  chosen?: ReadonlySet<string>,
): FlowDocument {
  const safe = withoutSecrets(document, catalog);
  if (!chosen) return safe;
  const {
    parameters: _parameters,
    rules: _rules,
    settings: _settings,
    notes: _notes,
    groups,
    ...rest
  } = safe;
  const inside = groupsOf(safe).filter(
    ({ nodes }) => nodes.length > 0 && nodes.every((id) => chosen.has(id)),
  );
  const ids = new Set(inside.map((group) => group.id));
  const kept = (groups ?? []).filter((group) => isObject(group) && ids.has(String(group.id)));
  return {
    ...rest,
    nodes: safe.nodes.filter((node) => chosen.has(node.id)),
    wires: safe.wires.filter((wire) => chosen.has(wire.source) && chosen.has(wire.target)),
    ...(kept.length > 0 ? { groups: kept } : {}),
  };
}

export interface Insertion {
  operation: Operation;
  /** The ids of the new nodes. */
  nodes: string[];
}

const ROOM = 60;

/** The place nearest below one where the template covers nothing of the flow. */
export function clearPlace(
  document: FlowDocument,
  template: FlowDocument,
  at: { x: number; y: number },
): { x: number; y: number } {
  const own = boundsOf(template.nodes.map(boxOf), ROOM / 2);
  if (!own) return at;
  const left = at.x - own.width / 2;
  let top = at.y - own.height / 2;
  for (const box of document.nodes.map(boxOf).sort((a, b) => a.y - b.y)) {
    const isBeside = box.x >= left + own.width || box.x + box.width <= left;
    const isAside = box.y >= top + own.height || box.y + box.height <= top;
    if (!isBeside && !isAside) top = box.y + box.height;
  }
  return { x: at.x, y: top + own.height / 2 };
}

function boxOf({ x, y }: FlowNode): Box {
  return { x, y, width: NODE_WIDTH, height: NODE_HEIGHT };
}

/**
 * A template put into a flow as one step: its nodes with fresh ids around a place, its groups and notes, and the
 * parameters that the flow has not. A flow has one start, so a second one stays behind.
 */
export function insertionOf(
  document: FlowDocument,
  catalog: Catalog,
  template: FlowDocument,
  at: { x: number; y: number },
): Insertion {
  const clip = withoutSecondStart(document, catalog, template);
  const ready = prepareClip(clip, document, at, { catalog });
  const ids = new Map(clip.nodes.map((node, index) => [node.id, ready.nodes[index]?.id ?? node.id]));
  const [from, to] = [clip.nodes[0], ready.nodes[0]];
  const shift = from && to ? { x: to.x - (from.x || 0), y: to.y - (from.y || 0) } : at;
  const label = `insert “${template.name}”`;
  const operations: BasicOperation[] = [
    { kind: "addNodes", nodes: ready.nodes, wires: ready.wires },
    ...parametersFrom(document, template),
    ...annotationsFrom(document, template, ids, shift, label),
  ];
  return { operation: { kind: "batch", operations, label }, nodes: ready.nodes.map((node) => node.id) };
}

function withoutSecondStart(document: FlowDocument, catalog: Catalog, template: FlowDocument): Clip {
  const isStart = (node: FlowNode) => {
    const type = catalog.get(node.type);
    return type !== undefined && isPlainStart(type);
  };
  const hasStart = document.nodes.some(isStart);
  const nodes = template.nodes.filter((node) => !hasStart || !isStart(node));
  const ids = new Set(nodes.map((node) => node.id));
  const wires = (template.wires ?? []).filter((wire) => ids.has(wire.source) && ids.has(wire.target));
  return { nodes, wires };
}

function parametersFrom(document: FlowDocument, template: FlowDocument): BasicOperation[] {
  const own = document.parameters ?? {};
  const added = Object.entries(template.parameters ?? {}).filter(([name]) => !(name in own));
  if (added.length === 0) return [];
  return [{ kind: "setDocument", fields: { parameters: { ...own, ...Object.fromEntries(added) } } }];
}

function annotationsFrom(
  document: FlowDocument,
  template: FlowDocument,
  ids: ReadonlyMap<string, string>,
  shift: { x: number; y: number },
  label: string,
): BasicOperation[] {
  const groups = renumbered(template.groups, document.groups, "group").map((group) =>
    isObject(group) && Array.isArray(group.nodes)
      ? {
          ...group,
          nodes: group.nodes.flatMap((id) => (typeof id === "string" ? (ids.get(id) ?? []) : [])),
        }
      : group,
  );
  const notes = renumbered(template.notes, document.notes, "note").map((note) =>
    isObject(note) ? { ...note, x: Number(note.x ?? 0) + shift.x, y: Number(note.y ?? 0) + shift.y } : note,
  );
  if (groups.length + notes.length === 0) return [];
  return [
    {
      kind: "annotate",
      label,
      ...(groups.length > 0 ? { groups: [...(document.groups ?? []), ...groups] } : {}),
      ...(notes.length > 0 ? { notes: [...(document.notes ?? []), ...notes] } : {}),
    },
  ];
}

/** The items with ids that are not in use yet. */
function renumbered(
  items: readonly Json[] | undefined,
  there: readonly Json[] | undefined,
  base: string,
): Json[] {
  const taken = new Set((there ?? []).map((item) => (isObject(item) ? String(item.id) : "")));
  return (items ?? []).map((item) => {
    if (!isObject(item)) return item;
    const id = firstFree(`${base}1`, taken);
    taken.add(id);
    return { ...item, id };
  });
}
