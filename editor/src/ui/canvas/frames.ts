// The soft frames behind what a loop, a try or a branch owns, and the frames of groups: boxes that follow their nodes.
import { type Group, groupsOf } from "../../core/annotations";
import type { FlowDocument } from "../../core/document";
import { type Box, boundsOf } from "../../core/geometry";
import type { Region } from "../../core/problems";
import { GROUP_MARGIN } from "../../core/stops";
import type { CanvasItem, CanvasNode } from "./model";
import type { Frame } from "./overview/paint";

const MARGIN = 24;
const NESTED_MARGIN = 20;

export interface GroupFrame {
  group: Group;
  box: Box;
}

export function regionFrames(regions: readonly Region[], items: readonly CanvasItem[]): Frame[] {
  if (regions.length === 0) return [];
  const byId = nodesById(items);
  const depths = depthsOf(regions);
  return regions.flatMap((region) => {
    const inside = region.nodes.flatMap((id) => byId.get(id) ?? []);
    const margin = MARGIN + (depths.get(region) ?? 0) * NESTED_MARGIN;
    const box = boundsOf(inside.map(boxOf), margin);
    const control = byId.get(region.control);
    if (!box) return [];
    const port = control?.data.places.find(
      (place) => place.port.side === "output" && place.port.id === region.port,
    );
    const label = `${control?.data.title ?? region.control}: ${port?.port.label ?? region.port}`;
    const category = control?.data.descriptor?.category ?? "control";
    return [{ key: `${region.control}/${region.port}`, ...box, label, category }];
  });
}

/** How many levels of regions lie inside each: outer frames need more room. */
function depthsOf(regions: readonly Region[]): Map<Region, number> {
  const depths = new Map<Region, number>();
  const visiting = new Set<Region>();
  const depth = (region: Region): number => {
    const known = depths.get(region);
    if (known !== undefined || visiting.has(region)) return known ?? 0;
    visiting.add(region);
    const own = new Set(region.nodes);
    const inner = regions.filter((other) => other !== region && own.has(other.control)).map(depth);
    const found = inner.length === 0 ? 0 : 1 + Math.max(...inner);
    depths.set(region, found);
    return found;
  };
  for (const region of regions) depth(region);
  return depths;
}

export function groupFrames(document: FlowDocument, items: readonly CanvasItem[]): GroupFrame[] {
  if (!document.groups) return [];
  const byId = nodesById(items);
  return groupsOf(document).flatMap((group) => {
    if (group.collapsed) return [];
    const box = boundsOf(group.nodes.flatMap((id) => byId.get(id) ?? []).map(boxOf), GROUP_MARGIN);
    return box ? [{ group, box }] : [];
  });
}

function nodesById(items: readonly CanvasItem[]): Map<string, CanvasNode> {
  return new Map(items.flatMap((item) => (item.type === "flow" ? [[item.id, item] as const] : [])));
}

function boxOf(node: CanvasNode): Box {
  return { ...node.position, ...node.data.size };
}
