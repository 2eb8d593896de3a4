// Recognises flows of Node-RED; turning them into ours is read when one has come.
import { isObject } from "./document";
import type { RedNode } from "./nodeRedTypes";

/** The nodes of a Node-RED export; undefined when the text is none. */
export function readNodeRed(text: string): RedNode[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRedNode)) return undefined;
  const isDrawn = value.some((node) => Array.isArray(node.wires));
  return isDrawn ? value : undefined;
}

function isRedNode(value: unknown): value is RedNode {
  return isObject(value) && typeof value.id === "string" && typeof value.type === "string";
}
