// What the commands for wires do.
import { sourcePortOf, targetPortOf, type Wire } from "../../core/document";
import { measure, type PortPlace, placePorts } from "../../core/geometry";
import type { Operation } from "../../core/operations";
import { wirePath } from "../../core/paths";
import { asLines, asLinks } from "../../core/wireLinks";
import { furtherEnd, theWire, titleOf } from "../../core/wireStops";
import { preferences } from "../../ui/preferences";
import { insertNode, refuse } from "./edit";
import type { Session } from "./session";

/** Into the wire under the pointer, at that point, else into the middle of the selected one. */
export function addJunction(session: Session): void {
  const { document, selection } = session.store.getState();
  const pointed = session.canvas.current?.pointed();
  const under = document.wires.find((item) => item.id === pointed?.wire);
  const wire = under ?? theWire(document, selection);
  const type = session.catalog.items.find((item) => item.shape === "junction");
  if (!wire || !type) return;
  const at = wire.link ? undefined : ((under && pointed?.at) ?? middleOf(session, wire));
  if (!insertNode(session, type, wire.id, at))
    refuse(session, "A junction does not fit into this wire. Choose a wire that leads from step to step.");
}

function middleOf(session: Session, wire: Wire): { x: number; y: number } | undefined {
  const source = endOf(session, wire.source, "output", sourcePortOf(wire));
  const target = endOf(session, wire.target, "input", targetPortOf(wire));
  if (!source || !target) return undefined;
  const ends = {
    sourceX: source.x,
    sourceY: source.y,
    sourceAt: source.at,
    targetX: target.x,
    targetY: target.y,
    targetAt: target.at,
  };
  const { labelX, labelY } = wirePath(ends, preferences.getState().wires);
  return { x: labelX, y: labelY };
}

/** Where a port is on the canvas. */
function endOf(
  { store, catalog }: Session,
  id: string,
  side: "input" | "output",
  name: string,
): PortPlace | undefined {
  const node = store.getState().document.nodes.find((item) => item.id === id);
  const descriptor = node && catalog.get(node.type);
  if (!descriptor) return undefined;
  const { ports, size } = measure(descriptor, node.config);
  const place = placePorts(ports, size, descriptor.shape).find(
    ({ port }) => port.side === side && port.id === name,
  );
  return place && { ...place, x: node.x + place.x, y: node.y + place.y };
}

export function makeLinks(session: Session): void {
  const { document, selection } = session.store.getState();
  applied(
    session,
    asLinks(document, session.catalog, selection.wires),
    "The line is hidden. A tab at each end names the link.",
  );
}

export function drawLines(session: Session): void {
  const { document, selection } = session.store.getState();
  applied(session, asLines(document, selection.wires), "The line is drawn again.");
}

function applied(session: Session, operation: Operation | undefined, says: string): void {
  if (!operation) return;
  session.store.getState().apply(operation);
  session.store.getState().announce(says);
}

/** To the end that is further from what is seen. */
export function followLink(session: Session): void {
  const { document, selection, announce } = session.store.getState();
  const wire = theWire(document, selection);
  const canvas = session.canvas.current;
  if (!wire || !canvas) return;
  const end = furtherEnd(document, session.catalog, wire, canvas.center());
  canvas.show(end);
  announce(`The other end of the link: ${titleOf(document, session.catalog, end)}`);
}
