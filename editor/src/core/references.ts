// What nodes say about other nodes: `nodes.<id>`, `nodes['Name']`, `inputs.<id>`. Renaming keeps it true.
import type { Catalog } from "./descriptor";
import { type FlowDocument, type FlowNode, mapNodes } from "./document";
import { type Mention, mentionOf, rewriteMentions } from "./mentions";
import { rewriteTexts } from "./texts";

/** Which node an expression means by a name: an id, or a name that only one node has. */
export function nodeCalled(document: FlowDocument, name: string): FlowNode | undefined {
  const byId = document.nodes.find((node) => node.id === name);
  if (byId) return byId;
  const named = document.nodes.filter((node) => node.name === name && name !== "");
  return named.length === 1 ? named[0] : undefined;
}

/** The node a mention is about. */
export function nodeMeant(document: FlowDocument, { root, member }: Mention): FlowNode | undefined {
  if (member === undefined) return undefined;
  if (root === "inputs") return document.nodes.find((node) => node.id === member);
  return root === "nodes" ? nodeCalled(document, member) : undefined;
}

/** The document with the node renamed, and with every expression that named it naming it still. */
export function renamed(document: FlowDocument, catalog: Catalog, id: string, name: string): FlowDocument {
  const before = document.nodes.find((node) => node.id === id);
  if (!before || (before.name ?? "") === name) return document;
  const old = before.name ?? "";
  const isMeant = old !== "" && old !== id && nodeCalled(document, old)?.id === id;
  const after = mapNodes(document, (node) => (node.id === id ? withName(node, name) : node));
  if (!isMeant) return after;
  const written = mentionOf("nodes", isCallable(after, id, name) ? name : id);
  return mapNodes(after, (node) =>
    rewriteTexts(node, catalog, ({ text, language }) =>
      rewriteMentions(text, language, ({ root, member }) =>
        root === "nodes" && member === old ? written : undefined,
      ),
    ),
  );
}

function withName(node: FlowNode, name: string): FlowNode {
  if (name !== "") return { ...node, name };
  const { name: _gone, ...rest } = node;
  return rest;
}

/** A name can stand in an expression if it means one node and can be written between quotes. */
function isCallable(document: FlowDocument, id: string, name: string): boolean {
  return name !== "" && !/['"\\{\]]/.test(name) && nodeCalled(document, name)?.id === id;
}

/** Nodes that are copies: what they say about each other is said about the copies. */
export function repointed(
  nodes: readonly FlowNode[],
  origin: Pick<FlowDocument, "nodes">,
  ids: ReadonlyMap<string, string>,
  catalog: Catalog,
): FlowNode[] {
  const all = { ...EMPTY, nodes: [...origin.nodes] };
  return nodes.map((node) =>
    rewriteTexts(node, catalog, ({ text, language }) =>
      rewriteMentions(text, language, (mention) => {
        const copy = ids.get(nodeMeant(all, mention)?.id ?? "");
        return copy === undefined ? undefined : mentionOf(mention.root, copy);
      }),
    ),
  );
}

const EMPTY: FlowDocument = { format: "", name: "", nodes: [], wires: [] };
