// Groups that are folded: their nodes are not drawn, one card stands in their place, and wires lead to the card.
import type { Position } from "@xyflow/react";
import { type Group, groupsOf } from "../../core/annotations";
import type { FlowDocument } from "../../core/document";
import { NODE_HEIGHT, NODE_WIDTH } from "../../core/geometry";
import type { Mark } from "../../core/problems";
import { cardId } from "../../core/stops";
import type { BuildInput, CardNode } from "./model";
import { CARD_IN, CARD_OUT } from "./wires";

export interface Folding {
  groups: Group[];
  /** The group that each hidden node is in. */
  cards: ReadonlyMap<string, string>;
}

const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT };
const known = new WeakMap<object, Folding | null>();

const isCard = (id: string): boolean => id.startsWith(cardId(""));

export function foldingOf(document: FlowDocument): Folding | undefined {
  if (!document.groups) return undefined;
  let folding = known.get(document.groups);
  if (folding === undefined) {
    const groups = groupsOf(document).filter((group) => group.collapsed && group.nodes.length > 0);
    const cards = new Map(groups.flatMap((group) => group.nodes.map((node) => [node, group.id] as const)));
    folding = groups.length > 0 ? { groups, cards } : null;
    known.set(document.groups, folding);
  }
  return folding ?? undefined;
}

/** The nodes that an id on the canvas stands for: those of a card, else the node itself. */
export function nodesBehind(document: FlowDocument, id: string): string[] {
  if (!isCard(id)) return [id];
  const group = foldingOf(document)?.groups.find((item) => cardId(item.id) === id);
  return group?.nodes ?? [];
}

/** The card stands where the group's upper left corner is. */
export function cardOf(group: Group, { document, selected, marks, moving }: BuildInput): CardNode[] {
  const inside = new Set(group.nodes);
  const members = document.nodes.filter((node) => inside.has(node.id));
  if (members.length === 0) return [];
  const places = members.map((node) => moving.get(node.id) ?? node);
  return [
    {
      id: cardId(group.id),
      type: "card",
      position: {
        x: Math.min(...places.map((place) => place.x)),
        y: Math.min(...places.map((place) => place.y)),
      },
      data: {
        group,
        title: group.name || "Group",
        size: SIZE,
        mark: worst(members.map((node) => marks.get(node.id))),
      },
      selected: members.every((node) => selected.has(node.id)),
      connectable: false,
      ...SIZE,
      measured: SIZE,
      handles: [handle(CARD_IN, "left"), handle(CARD_OUT, "right")],
      ariaLabel: `Group ${group.name}`,
    },
  ];
}

function handle(id: string, at: "left" | "right") {
  return {
    id,
    type: at === "left" ? ("target" as const) : ("source" as const),
    position: at as Position,
    x: (at === "left" ? 0 : NODE_WIDTH) - 5,
    y: NODE_HEIGHT / 2 - 5,
    width: 10,
    height: 10,
  };
}

function worst(marks: readonly (Mark | undefined)[]): Mark | undefined {
  return marks.includes("error") ? "error" : marks.find((mark) => mark !== undefined);
}
