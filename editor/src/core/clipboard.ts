// Copy and paste as plain text: versioned JSON that survives other tabs, browsers and chat windows.
import { Catalog } from "./descriptor";
import { type FlowDocument, type FlowNode, isObject, type Json, type Wire } from "./document";
import { boundsOf, boxOf } from "./geometry";
import { firstFree, newWireId, nodeIds, wireIds } from "./ids";
import { mentionsIn } from "./mentions";
import { repointed } from "./references";
import { withoutSecretTexts } from "./secrets";
import { textsOf } from "./texts";

export const CLIPBOARD_FORMAT = "opsconductor.clipboard/1";

export interface Clip {
  nodes: FlowNode[];
  wires: Wire[];
  /** Wires that led to the copied nodes from others. */
  incoming?: Wire[];
}

const NO_TYPES = new Catalog([], []);

/** The chosen nodes, the wires between them and those that lead to them, as text. Secret values stay behind. */
export function copyText(
  document: FlowDocument,
  selected: ReadonlySet<string>,
  catalog: Catalog = NO_TYPES,
): string {
  const nodes = document.nodes
    .filter((node) => selected.has(node.id))
    .map((node) => withoutSecretTexts(node, catalog));
  const wires = document.wires.filter((wire) => selected.has(wire.source) && selected.has(wire.target));
  const incoming = document.wires.filter((wire) => !selected.has(wire.source) && selected.has(wire.target));
  return JSON.stringify({ format: CLIPBOARD_FORMAT, nodes, wires, incoming }, null, 2);
}

/** Reads a clip or a whole exported flow; undefined when the text is neither. */
export function readClip(text: string): Clip | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || !Array.isArray(value.nodes) || !isKnownFormat(value.format)) return undefined;
  if (!value.nodes.every(isNode)) return undefined;
  const nodes = value.nodes as unknown as FlowNode[];
  return { nodes, wires: wiresOf(value.wires), incoming: wiresOf(value.incoming) };
}

function isKnownFormat(format: Json | undefined): boolean {
  return typeof format === "string" && /^opsconductor\.(clipboard|flow)\/1$/.test(format);
}

function isNode(node: Json): boolean {
  return (
    isObject(node) &&
    typeof node.id === "string" &&
    typeof node.type === "string" &&
    (node.config === undefined || isObject(node.config))
  );
}

function wiresOf(value: Json | undefined): Wire[] {
  if (!Array.isArray(value)) return [];
  const isWire = (wire: Json) =>
    isObject(wire) && typeof wire.source === "string" && typeof wire.target === "string";
  return value.filter(isWire) as unknown as Wire[];
}

export interface PasteOptions {
  /** Known types, so that expressions of the copies can be told from plain text. */
  catalog?: Catalog;
  /** Wires from nodes that are in this flow too lead to the copies as well. */
  keepsIncoming?: boolean;
}

/** The clip with fresh ids, moved so that its middle (or its offset copy) lies at `at`. */
export function prepareClip(
  clip: Clip,
  document: FlowDocument,
  at: { x: number; y: number } | "beside",
  { catalog = NO_TYPES, keepsIncoming = false }: PasteOptions = {},
): { nodes: FlowNode[]; wires: Wire[] } {
  const shift = shiftFor(clip, at, catalog);
  const taken = nodeIds(document);
  const ids = new Map<string, string>();
  for (const node of clip.nodes) {
    const id = firstFree(node.id.replace(/\d+$/, "") || node.id, taken);
    taken.add(id);
    ids.set(node.id, id);
  }
  const names = freeNames(clip.nodes, document, catalog);
  const nodes = repointed(clip.nodes, clip, ids, catalog).map((node) =>
    moved(withName(node, names), ids.get(node.id) ?? node.id, shift),
  );
  const here = nodeIds(document);
  const sources = new Map([...(keepsIncoming ? [...here].map((id) => [id, id] as const) : []), ...ids]);
  const incoming = keepsIncoming ? (clip.incoming ?? []).filter((wire) => here.has(wire.source)) : [];
  return { nodes, wires: rewire([...clip.wires, ...incoming], sources, ids, wireIds(document)) };
}

/** A copy takes another name where an expression of this flow calls the node by its name: one name, one node. */
function freeNames(
  nodes: readonly FlowNode[],
  document: FlowDocument,
  catalog: Catalog,
): Map<string, string> {
  const called = new Set(
    document.nodes
      .flatMap((node) => textsOf(node, catalog))
      .flatMap(({ text, language }) => mentionsIn(text, language))
      .flatMap(({ root, member }) => (root === "nodes" && member !== undefined ? [member] : [])),
  );
  const taken = new Set([...document.nodes, ...nodes].flatMap((node) => node.name ?? []));
  const names = new Map<string, string>();
  for (const { name } of nodes) {
    if (!name || !called.has(name) || names.has(name) || !document.nodes.some((node) => node.name === name))
      continue;
    const free = numbered(name, taken);
    taken.add(free);
    names.set(name, free);
  }
  return names;
}

function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2; ; number += 1) if (!taken.has(`${name} ${number}`)) return `${name} ${number}`;
}

function withName(node: FlowNode, names: ReadonlyMap<string, string>): FlowNode {
  const name = node.name && names.get(node.name);
  return name ? { ...node, name } : node;
}

function moved(node: FlowNode, id: string, shift: { x: number; y: number }): FlowNode {
  return { ...node, id, x: Math.round((node.x || 0) + shift.x), y: Math.round((node.y || 0) + shift.y) };
}

function rewire(
  wires: readonly Wire[],
  sources: ReadonlyMap<string, string>,
  targets: ReadonlyMap<string, string>,
  taken: Set<string>,
): Wire[] {
  return wires.flatMap((wire) => {
    const source = sources.get(wire.source);
    const target = targets.get(wire.target);
    if (source === undefined || target === undefined) return [];
    const id = newWireId(taken);
    taken.add(id);
    return [{ ...wire, id, source, target }];
  });
}

function shiftFor(
  clip: Clip,
  at: { x: number; y: number } | "beside",
  catalog: Catalog,
): { x: number; y: number } {
  if (at === "beside") return { x: 40, y: 40 };
  const box = boundsOf(
    clip.nodes.map((node) => ({ ...boxOf(node, catalog), x: node.x || 0, y: node.y || 0 })),
  );
  if (!box) return { x: 0, y: 0 };
  return { x: at.x - (box.x + box.width / 2), y: at.y - (box.y + box.height / 2) };
}
