// What the editor can do to its document beyond a single operation: adding with a wire, pasting, showing a node.
import { type Descriptor, portsOf } from "../../core/descriptor";
import { type FlowNode, mapNodes, type Wire } from "../../core/document";
import { freePlace, NODE_HEIGHT, NODE_WIDTH, snap } from "../../core/geometry";
import { newNodeId, newWireId, nodeIds, wireIds } from "../../core/ids";
import { insertOnWire, removal } from "../../core/splice";
import { fittingPort, kindBetween, type PortRef } from "../../core/wiring";
import { toast } from "../../ui/toast";
import { noteType } from "./recent";
import type { InspectorTab, Session } from "./session";

export function newNode(session: Session, descriptor: Descriptor, at: { x: number; y: number }): FlowNode {
  const { document } = session.store.getState();
  const id = newNodeId(descriptor.type, nodeIds(document));
  return {
    id,
    type: descriptor.type,
    x: snap(at.x),
    y: snap(at.y),
    config: structuredClone(descriptor.defaults ?? {}),
  };
}

/** Adds a node of this type, wired to the port it was asked for from, as one step, and selects it. */
export function addNode(
  session: Session,
  descriptor: Descriptor,
  at: { x: number; y: number },
  from?: PortRef,
): void {
  const node = newNode(session, descriptor, at);
  const wire = from && wireTo(session, from, node, descriptor);
  session.store
    .getState()
    .apply({ kind: "addNodes", nodes: [node], wires: wire ? [wire] : [], label: `add ${descriptor.name}` });
  session.store.getState().select({ nodes: new Set([node.id]) });
  noteType(descriptor.type);
}

/** Puts a new node of this type into a wire, as one step, and selects it. False where it does not fit. */
export function insertNode(
  session: Session,
  descriptor: Descriptor,
  wireId: string,
  at?: { x: number; y: number },
): boolean {
  const { document, apply, select } = session.store.getState();
  const wire = document.wires.find((item) => item.id === wireId);
  const node = newNode(session, descriptor, { x: 0, y: 0 });
  const operation = wire && insertOnWire(document, session.catalog, node, wire, at);
  if (!operation) return false;
  apply(operation);
  select({ nodes: new Set([node.id]) });
  noteType(descriptor.type);
  revealNode(session, node.id);
  return true;
}

/** Moves the view just so far that the node is seen. */
export function revealNode(session: Session, id: string): void {
  const node = session.store.getState().document.nodes.find((item) => item.id === id);
  if (node) session.canvas.current?.reveal(node);
}

/** Adds behind the selected node when that makes sense, else in the middle of the view. */
export function addNodeSomewhere(session: Session, descriptor: Descriptor): void {
  const { document, selection } = session.store.getState();
  const only =
    selection.nodes.size === 1 ? document.nodes.find((node) => selection.nodes.has(node.id)) : undefined;
  const port = only && freeOutput(session, only);
  const hasInput = descriptor.ports.inputs.length > 0;
  const middle = session.canvas.current?.center() ?? { x: 200, y: 200 };
  const wished = only
    ? { x: only.x + NODE_WIDTH + 100, y: only.y }
    : { x: middle.x - NODE_WIDTH / 2, y: middle.y - NODE_HEIGHT / 2 };
  const place = freePlace(wished, document.nodes);
  addNode(
    session,
    descriptor,
    place,
    hasInput && only && port ? { node: only.id, port, side: "output" } : undefined,
  );
  session.canvas.current?.reveal(place);
}

function freeOutput(session: Session, node: FlowNode): string | undefined {
  const { document } = session.store.getState();
  const descriptor = session.catalog.get(node.type);
  if (!descriptor) return undefined;
  const used = new Set(
    document.wires.filter((wire) => wire.source === node.id).map((wire) => wire.sourcePort ?? "output"),
  );
  return portsOf(descriptor, node.config).outputs.find((port) => port.kind === "flow" && !used.has(port.id))
    ?.id;
}

function wireTo(session: Session, from: PortRef, node: FlowNode, descriptor: Descriptor): Wire | undefined {
  const { document } = session.store.getState();
  const start = document.nodes.find((item) => item.id === from.node);
  const startType = start && session.catalog.get(start.type);
  if (!start || !startType) return undefined;
  const startPorts = portsOf(startType, start.config);
  const own = [...startPorts.inputs, ...startPorts.outputs].find(
    (port) => port.id === from.port && port.side === from.side,
  );
  const end = own && fittingPort(own, portsOf(descriptor, node.config));
  if (!own || !end) return undefined;
  const [output, input] = from.side === "output" ? [own, end] : [end, own];
  const [source, target] = from.side === "output" ? [start.id, node.id] : [node.id, start.id];
  return {
    id: newWireId(wireIds(document)),
    source,
    sourcePort: output.id,
    target,
    targetPort: input.id,
    kind: kindBetween(output, input),
  };
}

export function addWire(session: Session, wire: Omit<Wire, "id">): void {
  const { document, apply } = session.store.getState();
  apply({ kind: "addWire", wire: { id: newWireId(wireIds(document)), ...wire } });
}

/** Deletes; the neighbours of a node with one way in and one way on are joined, unless that is not wanted. */
export function removeSelection(session: Session, rejoin = true): void {
  const { document, selection, apply } = session.store.getState();
  if (selection.nodes.size + selection.wires.size === 0) return;
  apply(removal(document, session.catalog, selection, rejoin));
}

export function selectAll(session: Session): void {
  const { document, select } = session.store.getState();
  select({
    nodes: new Set(document.nodes.map((node) => node.id)),
    wires: new Set(document.wires.map((wire) => wire.id)),
  });
}

export function showNode(session: Session, node: string, tab: InspectorTab = "parameters"): void {
  session.store.getState().select({ nodes: new Set([node]) });
  session.view.setState({ inspector: tab });
  session.canvas.current?.show(node);
}

/** All of them the same way, as one step: off, unless all are off. */
export function toggleDisabled(session: Session): void {
  const { document, selection, apply } = session.store.getState();
  const chosen = document.nodes.filter((node) => selection.nodes.has(node.id));
  const turnsOff = chosen.some((node) => !node.disabled);
  const after = mapNodes(document, (node) => {
    if (!selection.nodes.has(node.id) || (node.disabled === true) === turnsOff) return node;
    const { disabled: _gone, ...rest } = node;
    return turnsOff ? { ...rest, disabled: true } : rest;
  });
  const what = chosen.length === 1 ? "node" : `${chosen.length} nodes`;
  apply({ kind: "replace", document: after, label: `${turnsOff ? "disable" : "enable"} ${what}` });
}

export function refuse(session: Session, reason: string): void {
  session.store.getState().announce(reason);
  toast(reason);
}

export function hideRun(session: Session): void {
  session.overlay.close();
  session.view.setState((view) => ({
    runId: null,
    rehearsal: null,
    drawer: view.drawer === "run" ? null : view.drawer,
  }));
}
