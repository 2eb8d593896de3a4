// What the editor can do to its document beyond a single operation: adding with a wire, pasting, showing a node.
import { copyText, prepareClip, readClip } from "../../core/clipboard";
import { type Descriptor, portsOf } from "../../core/descriptor";
import type { FlowNode, Wire } from "../../core/document";
import { freePlace, NODE_HEIGHT, NODE_WIDTH, snap } from "../../core/geometry";
import { newNodeId, newWireId, nodeIds, wireIds } from "../../core/ids";
import { type Rehearsal, showRehearsal } from "../../core/rehearsal";
import { tidy } from "../../core/tidy";
import { fittingPort, kindBetween, type PortRef } from "../../core/wiring";
import { toast } from "../../ui/toast";
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

export function removeSelection(session: Session): void {
  const { selection, apply } = session.store.getState();
  if (selection.nodes.size + selection.wires.size === 0) return;
  apply({ kind: "remove", nodes: [...selection.nodes], wires: [...selection.wires] });
}

export function copySelection(session: Session): string {
  const { document, selection } = session.store.getState();
  return copyText(document, selection.nodes);
}

export function pasteText(
  session: Session,
  text: string,
  at: { x: number; y: number } | "beside",
  label: string,
): boolean {
  const clip = readClip(text);
  if (!clip || clip.nodes.length === 0) return false;
  const { document, apply, select } = session.store.getState();
  const place = at === "beside" ? at : { x: snap(at.x), y: snap(at.y) };
  const ready = prepareClip(clip, document, place);
  apply({ kind: "addNodes", nodes: ready.nodes, wires: ready.wires, label });
  select({ nodes: new Set(ready.nodes.map((node) => node.id)) });
  return true;
}

export function duplicateSelection(session: Session): void {
  pasteText(session, copySelection(session), "beside", "duplicate");
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

export function toggleDisabled(session: Session): void {
  const { document, selection, apply } = session.store.getState();
  for (const node of document.nodes.filter((item) => selection.nodes.has(item.id))) {
    apply({ kind: "setNode", node: node.id, settings: { disabled: node.disabled ? undefined : true } });
  }
}

/** All nodes in rows and columns, as one step. */
export function tidyAll(session: Session): void {
  const { document, apply } = session.store.getState();
  apply({ kind: "moveNodes", positions: tidy(document, session.catalog), label: "tidy" });
  requestAnimationFrame(() => session.canvas.current?.showStart());
}

export function refuse(session: Session, reason: string): void {
  session.store.getState().announce(reason);
  toast(reason);
}

/** Lays a run over the drawing. */
export function showRun(session: Session, runId: string): void {
  session.overlay.open(runId);
  session.view.setState({ runId, rehearsal: null, drawer: "run", inspector: "output" });
  session.store.getState().announce("The run has started.");
  requestAnimationFrame(() => requestAnimationFrame(() => session.canvas.current?.showStart()));
}

/** Lays a dry run over the drawing, as if it had been a run. */
export function showDryRun(session: Session, rehearsal: Rehearsal): void {
  showRehearsal(session.overlay, rehearsal);
  session.view.setState({ runId: null, rehearsal, drawer: "run", inspector: "output" });
  session.store.getState().announce("The dry run is over. Nothing was changed.");
}

export function hideRun(session: Session): void {
  session.overlay.close();
  session.view.setState((view) => ({
    runId: null,
    rehearsal: null,
    drawer: view.drawer === "run" ? null : view.drawer,
  }));
}

/** Pins the newest output of the selected node, or takes the pin off. */
export function togglePin(session: Session, node: string): void {
  const { bench, overlay } = session;
  if (node in bench.getState().pins) {
    bench.unpin(node);
    session.store.getState().announce("The output is no longer pinned.");
    return;
  }
  const steps = [...(overlay.getState().overlay?.steps.values() ?? [])];
  const last = steps.findLast((step) => step.node === node && step.output !== undefined && !step.truncated);
  if (last?.output === undefined) {
    refuse(session, "There is no output to pin. Run the flow first, or pin a value by hand under Test.");
    return;
  }
  bench.pin(node, last.output);
  session.store.getState().announce("The output is pinned for runs from the editor.");
}
