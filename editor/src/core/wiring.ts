// Which connections are allowed, and the sentence that says why one is not.
import type { Catalog, Port } from "./descriptor";
import { portsOf } from "./descriptor";
import {
  type FlowDocument,
  sourcePortOf,
  targetPortOf,
  type Wire,
  type WireKind,
  wireKind,
} from "./document";

export interface PortRef {
  node: string;
  port: string;
  side: "input" | "output";
}

export type Check = { ok: true; wire: Omit<Wire, "id"> } | { ok: false; reason: string };

const refuse = (reason: string): Check => ({ ok: false, reason });

/** Checks a wire drawn between two ports, in either direction. */
export function checkConnection(document: FlowDocument, catalog: Catalog, from: PortRef, to: PortRef): Check {
  if (from.side === "input" && to.side === "input")
    return refuse("Both ends are inputs. Connect an output to an input.");
  if (from.side === "output" && to.side === "output") {
    return refuse("Both ends are outputs. Connect an output to an input.");
  }
  const [source, target] = from.side === "output" ? [from, to] : [to, from];
  if (source.node === target.node) return refuse("A node cannot be connected to itself.");
  const output = findPort(document, catalog, source);
  const input = findPort(document, catalog, target);
  if (!output || !input) return refuse("This port is no longer there. Open the node to see its ports.");
  if (hasWire(document, source, target)) return refuse("These two ports are connected already.");
  const kind = kindBetween(output, input);
  if (!kind) return refuse(`A ${output.kind} output does not fit a ${input.kind} input.`);
  const circle = checkCircle(document, source.node, target.node, kind);
  if (circle) return refuse(circle);
  return { ok: true, wire: toWire(source, target, kind) };
}

function toWire(source: PortRef, target: PortRef, kind: WireKind): Omit<Wire, "id"> {
  return { source: source.node, sourcePort: source.port, target: target.node, targetPort: target.port, kind };
}

function hasWire(document: FlowDocument, source: PortRef, target: PortRef): boolean {
  return document.wires.some(
    (wire) =>
      wire.source === source.node &&
      wire.target === target.node &&
      sourcePortOf(wire) === source.port &&
      targetPortOf(wire) === target.port,
  );
}

function findPort(document: FlowDocument, catalog: Catalog, ref: PortRef): Port | undefined {
  const node = document.nodes.find((item) => item.id === ref.node);
  const descriptor = node && catalog.get(node.type);
  if (!descriptor) return undefined;
  const ports = portsOf(descriptor, node.config);
  return (ref.side === "input" ? ports.inputs : ports.outputs).find((port) => port.id === ref.port);
}

/** The kind of the wire between two ports; undefined when they do not fit. */
export function kindBetween(output: Port, input: Port): WireKind | undefined {
  if (input.kind === "loop") return output.kind === "data" ? undefined : "loop";
  if ((output.kind === "data") !== (input.kind === "data")) return undefined;
  return output.kind;
}

function checkCircle(
  document: FlowDocument,
  source: string,
  target: string,
  kind: WireKind,
): string | undefined {
  const forward = reachable(document, target, "forward");
  if (kind === "loop") {
    return forward.has(source) ? undefined : "Only a node inside this loop can lead back to it.";
  }
  return forward.has(source) ? "This would make a circle. Use a loop node to repeat steps." : undefined;
}

/** Nodes that can be reached along wires, loop-back wires apart; the start is included. */
export function reachable(
  document: FlowDocument,
  start: string,
  direction: "forward" | "backward",
): Set<string> {
  const next = new Map<string, string[]>();
  for (const wire of document.wires) {
    if (wireKind(wire) === "loop") continue;
    const [from, to] = direction === "forward" ? [wire.source, wire.target] : [wire.target, wire.source];
    const list = next.get(from);
    if (list) list.push(to);
    else next.set(from, [to]);
  }
  const seen = new Set([start]);
  const queue = [start];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const neighbour of next.get(node) ?? []) {
      if (seen.has(neighbour)) continue;
      seen.add(neighbour);
      queue.push(neighbour);
    }
  }
  return seen;
}

export function portKey(node: string, port: string): string {
  return `${node}/${port}`;
}

/** All ports a wire from this port may end at, as `portKey`s. Reachability is computed once, not once a port. */
export function validEnds(document: FlowDocument, catalog: Catalog, from: PortRef): Set<string> {
  const own = findPort(document, catalog, from);
  const valid = new Set<string>();
  if (!own) return valid;
  const upstream = reachable(document, from.node, "backward");
  const downstream = reachable(document, from.node, "forward");
  for (const node of document.nodes) {
    const descriptor = node.id === from.node ? undefined : catalog.get(node.type);
    if (!descriptor) continue;
    const ports = portsOf(descriptor, node.config);
    for (const port of from.side === "output" ? ports.inputs : ports.outputs) {
      const kind = from.side === "output" ? kindBetween(own, port) : kindBetween(port, own);
      if (!kind) continue;
      const behind = (from.side === "output" ? upstream : downstream).has(node.id);
      if (behind !== (kind === "loop")) continue;
      const to: PortRef = { node: node.id, port: port.id, side: port.side };
      const [source, target] = from.side === "output" ? [from, to] : [to, from];
      if (!hasWire(document, source, target)) valid.add(portKey(node.id, port.id));
    }
  }
  return valid;
}

/** The first port of a new node that fits the wire that was dropped; used by quick-add. */
export function fittingPort(from: Port, ports: { inputs: Port[]; outputs: Port[] }): Port | undefined {
  const candidates = from.side === "output" ? ports.inputs : ports.outputs;
  return candidates.find((port) => {
    const kind = from.side === "output" ? kindBetween(from, port) : kindBetween(port, from);
    return kind !== undefined && kind !== "loop";
  });
}
