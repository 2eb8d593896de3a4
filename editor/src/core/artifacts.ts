// Files that a run made. A step's output names one as `{artifact, name, size}`, anywhere inside.
import { isObject, type Json } from "./document";

export interface ArtifactRef {
  artifact: string;
  name: string;
  size?: number;
}

const DEEPEST = 8;
const MOST = 50;

/** The artifacts that a value names, in reading order, each once. */
export function artifactsIn(value: Json | undefined): ArtifactRef[] {
  const found = new Map<string, ArtifactRef>();
  collect(value, 0, found);
  return [...found.values()];
}

function collect(value: Json | undefined, depth: number, found: Map<string, ArtifactRef>): void {
  if (depth > DEEPEST || found.size >= MOST || typeof value !== "object" || value === null) return;
  const ref = asRef(value);
  if (ref) {
    found.set(ref.artifact, ref);
    return;
  }
  for (const item of Object.values(value)) collect(item, depth + 1, found);
}

function asRef(value: Json): ArtifactRef | undefined {
  if (!isObject(value) || typeof value.artifact !== "string" || typeof value.name !== "string")
    return undefined;
  const size = typeof value.size === "number" ? value.size : undefined;
  return { artifact: value.artifact, name: value.name, size };
}
