// What a wire needs to know of the rest of the drawing to look right.
import type { FlowDocument, Wire } from "../../core/document";
import { sourcePortOf, targetPortOf, wireKind } from "../../core/document";
import type { PortPlace } from "../../core/geometry";
import { wireName } from "../../core/wireStops";
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
  /** Of a link: how many tabs its ports have before its own. */
  sourceSlot: number;
  targetSlot: number;
  /** Of a link: what its ends are called. */
  sourceTitle?: string;
  targetTitle?: string;
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

/** Gives each link its places among the tabs of its ports, below the lines there, and the names of its ends. */
export function linkLooks(
  { wires }: FlowDocument,
  views: ReadonlyMap<string, NodeView>,
  cards: ReadonlyMap<string, string> = new Map(),
) {
  const endsOf = (wire: Wire) => [
    cards.get(wire.source) ?? wire.source + handleId("output", sourcePortOf(wire)),
    cards.get(wire.target) ?? wire.target + handleId("input", targetPortOf(wire)),
  ];
  const hasLinks = wires.some((wire) => wire.link);
  const lines = hasLinks ? wires.filter((wire) => !wire.link).flatMap(endsOf) : [];
  const taken = new Map(lines.map((end) => [end, 1]));
  const slotAt = (end = "") => {
    const slot = taken.get(end) ?? 0;
    taken.set(end, slot + 1);
    return slot;
  };
  return (wire: Wire) => {
    if (!wire.link) return PLAIN;
    const [source, target] = endsOf(wire);
    return {
      sourceSlot: slotAt(source),
      targetSlot: slotAt(target),
      sourceTitle: views.get(wire.source)?.title,
      targetTitle: views.get(wire.target)?.title,
    };
  };
}

const PLAIN = { sourceSlot: 0, targetSlot: 0, sourceTitle: undefined, targetTitle: undefined };

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
    ariaLabel: `${wireName(wire)} (${wireKind(wire)}) from ${wire.source} to ${wire.target}`,
    zIndex: selected ? 1 : 0,
  };
}
