// Changes of a flow in words: what each is called, where it belongs, and which language a text is in.
import type { Catalog, Descriptor } from "./descriptor";
import type { ItemChange, Part } from "./diff";
import { type FlowDocument, type FlowNode, isObject, type Json, nodeTitle } from "./document";
import { humanize, resolve, type Schema } from "./schema";

export interface ChangeGroup {
  title: string;
  items: readonly ItemChange[];
}

const GROUPS: readonly { title: string; parts: readonly Part[] }[] = [
  { title: "Nodes", parts: ["nodes"] },
  { title: "Wires", parts: ["wires"] },
  { title: "Notes and groups", parts: ["notes", "groups"] },
  { title: "Parameters", parts: ["parameters"] },
  { title: "The flow", parts: ["document"] },
];

export function groupedChanges(changes: readonly ItemChange[]): ChangeGroup[] {
  return GROUPS.map(({ title, parts }) => ({
    title,
    items: changes.filter((item) => parts.includes(item.part)),
  })).filter((group) => group.items.length > 0);
}

/** The documents that items are called after; the later first. */
export interface Naming {
  catalog: Catalog;
  documents: readonly FlowDocument[];
}

export function itemTitle({ part, item }: { part: Part; item: string }, naming: Naming): string {
  switch (part) {
    case "nodes":
      return titleOfNode(item, naming);
    case "wires":
      return titleOfWire(item, naming);
    case "notes":
      return `Note “${startOf(found(item, "notes", naming)?.text) || item}”`;
    case "groups":
      return `Group “${startOf(found(item, "groups", naming)?.name) || item}”`;
    case "parameters":
      return item;
    case "document":
      return item === "order" ? "Order of nodes and wires" : humanize(item);
  }
}

function titleOfNode(id: string, naming: Naming): string {
  const node = nodeIn(id, naming);
  return node ? nodeTitle(node, naming.catalog.get(node.type)?.name ?? node.type) : id;
}

export function nodeIn(id: string, { documents }: Naming): FlowNode | undefined {
  for (const document of documents) {
    const node = document.nodes.find((one) => one.id === id);
    if (node) return node;
  }
  return undefined;
}

function titleOfWire(id: string, naming: Naming): string {
  for (const document of naming.documents) {
    const wire = document.wires.find((one) => one.id === id);
    if (wire) return `${titleOfNode(wire.source, naming)} → ${titleOfNode(wire.target, naming)}`;
  }
  return id;
}

function found(id: string, part: "notes" | "groups", { documents }: Naming) {
  for (const document of documents) {
    const item = document[part]?.find((one) => isObject(one) && one.id === id);
    if (isObject(item)) return item;
  }
  return undefined;
}

function startOf(value: Json | undefined): string {
  return typeof value === "string" ? (value.split("\n", 1)[0]?.slice(0, 40) ?? "") : "";
}

/** What is said of the nodes and notes that both moved; nothing where there are none. */
export function movedText(moved: readonly { part: Part }[]): string {
  const counts = (["node", "note"] as const).map((noun) => ({
    noun,
    count: moved.filter(({ part }) => part === `${noun}s`).length,
  }));
  const sum = counts.reduce((all, { count }) => all + count, 0);
  const words = counts.filter(({ count }) => count > 0).map(({ noun, count }) => countOf(count, noun));
  if (sum === 0) return "";
  const [was, stays, it] = sum === 1 ? ["was", "stays", "it"] : ["were", "stay", "them"];
  return `${words.join(" and ")} that ${was} moved in both ${stays} where you put ${it}.`;
}

function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** "config.options.depth" of a node reads "Options › depth". */
export function fieldTitle(part: Part, path: string, descriptor: Descriptor | undefined): string {
  const isConfig = part === "nodes" && path.startsWith("config.");
  const [first = "", ...rest] = (isConfig ? path.slice("config.".length) : path).split(/\.(?![^[]*\])/);
  const title = isConfig ? propertyOf(first, descriptor)?.title : undefined;
  return [title ?? humanize(first), ...rest.filter((name) => name !== "$expr")].join(" › ");
}

/** The language of a field that holds code. */
export function languageOf(path: string, descriptor: Descriptor | undefined): string | undefined {
  const name = /^config\.([^.[]+)/.exec(path)?.[1];
  const property = name === undefined ? undefined : propertyOf(name, descriptor);
  return property?.["x-ui"]?.language ?? property?.["x-expression"];
}

function propertyOf(name: string, descriptor: Descriptor | undefined): Schema | undefined {
  const property = descriptor?.schema.properties?.[name];
  return property && descriptor ? resolve(property, descriptor.schema) : undefined;
}
