// Keys of activations, such as `outer[3]/each[96]/write`: where in the nested loops of a run something happened.
import type { Region } from "./problems";

/** One level of loops or branches in a key. */
export interface Level {
  /** The loop, or the node that fans out. */
  node: string;
  /** The key of its activation, such as `outer[3]/each`. */
  loop: string;
  /** What everything inside this round starts with, such as `outer[3]/each[96]/`. */
  scope: string;
  /** Counted from 0; null for a branch with a name. */
  index: number | null;
  /** What a person reads: the round counted from 1, or the branch's name. */
  label: string;
}

const SEGMENT = /^([^[.#]+)(#\d+)?(?:\[(\d+)\]|\.(.+))$/;

export function levelsOf(key: string): Level[] {
  const levels: Level[] = [];
  let path = "";
  for (const segment of key.split("/").slice(0, -1)) {
    const match = SEGMENT.exec(segment);
    if (!match) break;
    const [, node = "", attempt = "", number, name = ""] = match;
    const loop = `${path}${node}${attempt}`;
    path = `${path}${segment}/`;
    const index = number === undefined ? null : Number(number);
    levels.push({ node, loop, scope: path, index, label: index === null ? name : String(index + 1) });
  }
  return levels;
}

/** The scope that a key lies in; empty at the top. */
export function scopeOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/") + 1);
}

/** The scope around a scope: where its loop itself lies. */
export function outerScope(scope: string): string {
  return scopeOf(scope.slice(0, -1));
}

/** The node of a key: its last part, without the attempt, the path that led to it, and the machine. */
export function nodeOf(key: string): string {
  return (key.slice(key.lastIndexOf("/") + 1).split(/[#@:]/)[0] ?? "").replace(/\[\d+\]$/, "");
}

/** Whether the key is that of the step, or of its part on one machine, such as `write:3f2a`. */
export function isOfStep(key: string, step: string): boolean {
  return key === step || (key.startsWith(`${step}:`) && !key.includes("/", step.length));
}

export function isWithin(key: string, scope: string): boolean {
  return key.startsWith(scope);
}

export function roundScope(loop: string, index: number): string {
  return `${loop}[${index}]/`;
}

/** A key as the server lists it, with the slash that a scope ends with. */
export function asScope(key: string): string {
  return key.endsWith("/") ? key : `${key}/`;
}

/** Every node inside a body of this node, those of nested bodies as well. */
export function nodesInside(regions: readonly Region[], control: string): Set<string> {
  const inside = new Set<string>();
  const visit = (node: string) => {
    for (const region of regions) {
      if (region.control !== node) continue;
      for (const id of region.nodes) {
        if (inside.has(id) || id === control) continue;
        inside.add(id);
        visit(id);
      }
    }
  };
  visit(control);
  return inside;
}

/** The nodes whose bodies this node lies in, outermost first. */
export function parentsOf(regions: readonly Region[], node: string): string[] {
  const around = [...new Set(regions.map((region) => region.control))].filter((control) =>
    nodesInside(regions, control).has(node),
  );
  return around.sort((a, b) => nodesInside(regions, b).size - nodesInside(regions, a).size);
}

/**
 * The scope that a node lies in: inside the chosen rounds as far as they are around it, else inside the first round
 * of each loop, and in the branch that leads to it.
 */
export function pathTo(
  node: string,
  regions: readonly Region[],
  chosen: string,
  isLoop: (node: string) => boolean,
): string {
  const levels = levelsOf(chosen);
  let path = "";
  for (const parent of parentsOf(regions, node)) {
    const level = levels.find((item) => item.node === parent && item.loop.startsWith(path));
    const port = regions.find((region) => region.control === parent && holds(regions, region, node))?.port;
    path = level?.scope ?? `${path}${parent}${isLoop(parent) ? "[0]" : `.${port}`}/`;
  }
  return path;
}

function holds(regions: readonly Region[], region: Region, node: string): boolean {
  return region.nodes.includes(node) || region.nodes.some((inner) => nodesInside(regions, inner).has(node));
}
