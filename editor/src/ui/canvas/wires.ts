// What a wire needs to know of the rest of the drawing to look right.
import type { FlowDocument, Wire } from "../../core/document";
import { sourcePortOf, targetPortOf, wireKind } from "../../core/document";
import type { PortPlace } from "../../core/geometry";
import { type CanvasEdge, handleId, type NodeView } from "./model";

export interface WireLooks {
  isDim: boolean;
  /** Leads into a region: its source is finished only after what it leads to. */
  isBody: boolean;
  /** No other wire leads to its target. */
  isOnlyWayIn: boolean;
  /** How much of its beginning the name of its port covers. */
  nameRoom: number;
  /** The folded groups that its ends are in. */
  sourceCard: string | undefined;
  targetCard: string | undefined;
}

export const CARD_IN = "i:in";
export const CARD_OUT = "o:out";

/** Where there is a choice of ways out, each port on the right shows its name. */
export function hasPortNames(places: readonly PortPlace[]): boolean {
  return places.filter((place) => place.at === "right").length > 1;
}

const LETTER = 6.1;
const NAME_START = 10;
const NAME_PADDING = 8;

/** Port names are drawn in one size, so their width follows from their length, near enough. */
export function nameRoom(places: readonly PortPlace[], port: string): number {
  if (!hasPortNames(places)) return 0;
  const place = places.find((item) => item.port.side === "output" && item.port.id === port);
  if (place?.at !== "right") return 0;
  return NAME_START + NAME_PADDING + place.port.label.length * LETTER;
}

export function waysIn(document: FlowDocument): Map<string, number> {
  const ways = new Map<string, number>();
  for (const { target } of document.wires) ways.set(target, (ways.get(target) ?? 0) + 1);
  return ways;
}

/** The role of each port that exists now. */
export function knownPorts(views: ReadonlyMap<string, NodeView>): Map<string, string> {
  const ends = new Map<string, string>();
  for (const [id, { places }] of views) {
    for (const { port } of places) ends.set(id + handleId(port.side, port.id), port.role);
  }
  return ends;
}

export function toCanvasEdge(wire: Wire, selected: boolean, looks: WireLooks): CanvasEdge {
  return {
    id: wire.id,
    type: "wire",
    source: looks.sourceCard ?? wire.source,
    target: looks.targetCard ?? wire.target,
    sourceHandle: looks.sourceCard ? CARD_OUT : handleId("output", sourcePortOf(wire)),
    targetHandle: looks.targetCard ? CARD_IN : handleId("input", targetPortOf(wire)),
    data: { wire, ...looks },
    selected,
    // Only the ends of a chosen wire can be taken hold of: they would hide ports else.
    reconnectable: selected && !looks.sourceCard && !looks.targetCard,
    interactionWidth: 20,
    ariaLabel: `Wire (${wireKind(wire)}) from ${wire.source} to ${wire.target}`,
    zIndex: selected ? 1 : 0,
  };
}
