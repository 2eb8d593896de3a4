// Copy and paste as plain text: versioned JSON that survives other tabs, browsers and chat windows.
import { type FlowDocument, type FlowNode, isObject, type Wire } from "./document";
import { boundsOf, NODE_HEIGHT, NODE_WIDTH } from "./geometry";
import { firstFree, newWireId, nodeIds, wireIds } from "./ids";

export const CLIPBOARD_FORMAT = "opsconductor.clipboard/1";

export interface Clip {
  nodes: FlowNode[];
  wires: Wire[];
}

/** The chosen nodes and the wires between them, as text. */
export function copyText(document: FlowDocument, selected: ReadonlySet<string>): string {
  const nodes = document.nodes.filter((node) => selected.has(node.id));
  const wires = document.wires.filter((wire) => selected.has(wire.source) && selected.has(wire.target));
  return JSON.stringify({ format: CLIPBOARD_FORMAT, nodes, wires }, null, 2);
}

/** Reads a clip or a whole exported flow; undefined when the text is neither. */
export function readClip(text: string): Clip | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || !Array.isArray(value.nodes) || !String(value.format).startsWith("opsconductor.")) {
    return undefined;
  }
  const nodes = value.nodes as unknown as FlowNode[];
  const isSound = nodes.every(
    (node) => isObject(node) && typeof node.id === "string" && typeof node.type === "string",
  );
  if (!isSound) return undefined;
  return { nodes, wires: (Array.isArray(value.wires) ? value.wires : []) as unknown as Wire[] };
}

/** The clip with fresh ids, moved so that its middle (or its offset copy) lies at `at`. */
export function prepareClip(
  clip: Clip,
  document: FlowDocument,
  at: { x: number; y: number } | "beside",
): Clip {
  const shift = shiftFor(clip, at);
  const taken = nodeIds(document);
  const renamed = new Map<string, string>();
  for (const node of clip.nodes) {
    const id = firstFree(node.id.replace(/\d+$/, "") || node.id, taken);
    taken.add(id);
    renamed.set(node.id, id);
  }
  return {
    nodes: clip.nodes.map((node) => moved(node, renamed.get(node.id) ?? node.id, shift)),
    wires: rewire(clip.wires, renamed, wireIds(document)),
  };
}

function moved(node: FlowNode, id: string, shift: { x: number; y: number }): FlowNode {
  return { ...node, id, x: Math.round((node.x || 0) + shift.x), y: Math.round((node.y || 0) + shift.y) };
}

function rewire(wires: Wire[], renamed: Map<string, string>, taken: Set<string>): Wire[] {
  return wires.flatMap((wire) => {
    const source = renamed.get(wire.source);
    const target = renamed.get(wire.target);
    if (source === undefined || target === undefined) return [];
    const id = newWireId(taken);
    taken.add(id);
    return [{ ...wire, id, source, target }];
  });
}

function shiftFor(clip: Clip, at: { x: number; y: number } | "beside"): { x: number; y: number } {
  if (at === "beside") return { x: 40, y: 40 };
  const box = boundsOf(
    clip.nodes.map((node) => ({ x: node.x, y: node.y, width: NODE_WIDTH, height: NODE_HEIGHT })),
  );
  if (!box) return { x: 0, y: 0 };
  return { x: at.x - (box.x + box.width / 2), y: at.y - (box.y + box.height / 2) };
}
