// What a canvas that can be edited tells its owner.
import type { Wire } from "../../core/document";
import type { Operation } from "../../core/operations";
import type { PortRef } from "../../core/wiring";

export interface Point {
  x: number;
  y: number;
}

export interface EditingHandlers {
  /** A gesture that is one change of the document. */
  apply: (operation: Operation) => void;
  onConnect: (wire: Omit<Wire, "id">) => void;
  onRefuse: (reason: string) => void;
  /** The wire was dropped where there is nothing; `at` is in window coordinates. */
  onDropWire: (from: PortRef, at: Point) => void;
  onOpenPalette: (at: Point) => void;
  /** A node type from the palette; `wire` is the one it was dropped on. */
  onDropType: (type: string, at: Point, wire: string | undefined) => void;
  /** The + of a wire; `at` is in window coordinates. */
  onInsert: (wire: string, at: Point) => void;
}

export const DRAG_TYPE = "application/x-opsconductor-node";
