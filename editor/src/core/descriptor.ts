// Node type descriptors as the server sends them, and the ports that follow from a descriptor and a config.
import { isObject, type Json, type JsonObject, type WireKind } from "./document";
import type { Schema } from "./schema";

export type Shape =
  | "standard"
  | "decision"
  | "loop"
  | "parallel"
  | "terminal"
  | "trigger"
  | "junction"
  | "approval";

export interface PortSpec {
  id: string;
  label?: string;
  role?: string;
  kind?: WireKind;
}

export interface DerivedPorts {
  each: string;
  id: string | null;
  role?: string;
  kind?: WireKind;
}

export interface Descriptor {
  type: string;
  aliases?: string[];
  name: string;
  description?: string;
  help?: string;
  library?: string;
  category: string;
  icon?: string;
  shape?: Shape;
  kind?: string;
  repeat?: string;
  /** Where it can work: "engine", or kinds of machines. */
  platforms?: readonly string[];
  ports: { inputs: PortSpec[]; outputs: PortSpec[]; derived?: DerivedPorts[] };
  schema: Schema;
  defaults?: JsonObject;
  examples?: { name: string; config?: JsonObject }[];
}

export interface Category {
  id: string;
  name: string;
  color?: string;
}

export interface Port {
  id: string;
  label: string;
  kind: WireKind;
  role: string;
  side: "input" | "output";
}

export interface Ports {
  inputs: Port[];
  outputs: Port[];
}

/** Finds descriptors by type or by an older name of the type. */
export class Catalog {
  readonly items: readonly Descriptor[];
  readonly categories: readonly Category[];
  private readonly byType = new Map<string, Descriptor>();

  constructor(items: readonly Descriptor[], categories: readonly Category[]) {
    this.items = items;
    this.categories = categories;
    for (const item of items) {
      for (const name of [...(item.aliases ?? []), item.type]) this.byType.set(name, item);
    }
  }

  get(type: string): Descriptor | undefined {
    return this.byType.get(type);
  }

  categoryName(id: string): string {
    return this.categories.find((category) => category.id === id)?.name ?? id;
  }
}

function toPort(spec: PortSpec, side: Port["side"]): Port {
  const kind = spec.kind ?? (spec.role === "error" ? "error" : "flow");
  return { id: spec.id, label: spec.label || spec.id, kind, role: spec.role ?? "next", side };
}

function derivedPorts(rule: DerivedPorts, config: JsonObject): PortSpec[] {
  const ids = derivedIds(rule, config).filter((id) => id !== "");
  return [...new Set(ids)].map((id) => ({ id, label: id, role: rule.role, kind: rule.kind }));
}

/** An item may hold a list of the same name: its items have ports too. */
function derivedIds(rule: DerivedPorts, within: Json): string[] {
  const list = isObject(within) ? within[rule.each] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item) => [derivedId(item, rule.id), ...derivedIds(rule, item)]);
}

function derivedId(item: Json, field: string | null): string {
  const value = field === null ? item : isObject(item) ? item[field] : undefined;
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
    ? String(value)
    : "";
}

/** The ports of a node with this config: derived outputs come before the fixed ones. */
export function portsOf(descriptor: Descriptor, config: JsonObject | undefined): Ports {
  const derived = (descriptor.ports.derived ?? []).flatMap((rule) => derivedPorts(rule, config ?? {}));
  const fixed = descriptor.ports.outputs.filter((port) => !derived.some((item) => item.id === port.id));
  return {
    inputs: descriptor.ports.inputs.map((spec) => toPort(spec, "input")),
    outputs: [...derived, ...fixed].map((spec) => toPort(spec, "output")),
  };
}
