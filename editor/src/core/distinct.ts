// Two people who draw at the same time give new things the same short ids. Before both drawings become one, what I
// added gets other ids wherever they mean something else there.
import type { Catalog } from "./descriptor";
import { itemsOf, type ListPart } from "./diff";
import type { FlowDocument, Json, JsonObject, Wire } from "./document";
import { isObject, sourcePortOf, targetPortOf } from "./document";
import { isEqual } from "./equal";
import { firstFree } from "./ids";
import { repointed } from "./references";

export interface Distinct {
  document: FlowDocument;
  /** My nodes that have another id now. */
  renamed: ReadonlyMap<string, string>;
}

/** My document with other ids for what I added under ids that they gave to something else. */
export function distinct(
  base: FlowDocument,
  mine: FlowDocument,
  theirs: FlowDocument,
  catalog: Catalog,
): Distinct {
  const renamed = renames("nodes", base, mine, theirs);
  const apart = withoutTwins(base, renamed.size > 0 ? withNodeIds(mine, renamed, catalog) : mine, theirs);
  const document = (["wires", "notes", "groups"] as const).reduce(
    (own, part) => withItemIds(own, part, renames(part, base, own, theirs)),
    apart,
  );
  return { document, renamed };
}

function renames(
  part: ListPart,
  base: FlowDocument,
  mine: FlowDocument,
  theirs: FlowDocument,
): Map<string, string> {
  const [before, own, other] = [itemsOf(base, part), itemsOf(mine, part), itemsOf(theirs, part)];
  const taken = new Set([...before.keys(), ...own.keys(), ...other.keys()]);
  const found = new Map<string, string>();
  for (const [id, item] of own) {
    if (before.has(id) || !other.has(id) || isEqual(item, other.get(id))) continue;
    const free = firstFree(id.replace(/\d+$/, "") || id, taken);
    taken.add(free);
    found.set(id, free);
  }
  return found;
}

function withNodeIds(
  document: FlowDocument,
  ids: ReadonlyMap<string, string>,
  catalog: Catalog,
): FlowDocument {
  const renamed = (id: string) => ids.get(id) ?? id;
  const nodes = repointed(document.nodes, document, ids, catalog);
  return {
    ...document,
    nodes: nodes.map((node) => (ids.has(node.id) ? { ...node, id: renamed(node.id) } : node)),
    wires: document.wires.map((wire) => ({
      ...wire,
      source: renamed(wire.source),
      target: renamed(wire.target),
    })),
    ...(document.groups ? { groups: document.groups.map((group) => withMembers(group, renamed)) } : {}),
  };
}

function withMembers(group: Json, renamed: (id: string) => string): Json {
  if (!isObject(group) || !Array.isArray(group.nodes)) return group;
  return { ...group, nodes: group.nodes.map((id) => (typeof id === "string" ? renamed(id) : id)) };
}

function withItemIds(
  document: FlowDocument,
  part: Exclude<ListPart, "nodes">,
  ids: ReadonlyMap<string, string>,
): FlowDocument {
  if (ids.size === 0) return document;
  const list = document[part] as unknown as JsonObject[];
  return { ...document, [part]: list.map((item) => ({ ...item, id: ids.get(String(item.id)) ?? item.id })) };
}

/** Both drew the same wire: theirs is enough. */
function withoutTwins(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument): FlowDocument {
  const before = new Set(base.wires.map((wire) => wire.id));
  const isNew = (wire: Wire) => !before.has(wire.id);
  const drawn = new Set(theirs.wires.filter(isNew).map(wayOf));
  const wires = mine.wires.filter((wire) => !isNew(wire) || !drawn.has(wayOf(wire)));
  return wires.length === mine.wires.length ? mine : { ...mine, wires };
}

function wayOf(wire: Wire): string {
  return [wire.source, sourcePortOf(wire), wire.target, targetPortOf(wire)].join("\n");
}
