// A wire that is a link: a named tab at each end, and between them a faint line while it is pointed at or chosen.
import { EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { useState } from "react";
import { wireKind } from "../../core/document";
import { type TabPlace, tabPlace } from "../../core/linkTabs";
import { wirePath } from "../../core/paths";
import { useWireShape } from "../preferences";
import { ChangeBadge } from "./ChangeBadge";
import { useUi, useWireChange, useWireCount, useWireState } from "./context";
import { type LinkEnd, LinkTab } from "./LinkTab";
import classes from "./LinkView.module.css";
import type { CanvasEdge, WireData } from "./model";
import { WirePlus, WireValue } from "./WireLabel";
import wires from "./WireView.module.css";

export interface LinkProps extends EdgeProps<CanvasEdge> {
  data: WireData;
}

export function LinkView({ id, data, selected, ...ends }: LinkProps) {
  const { wire } = data;
  const shape = useWireShape();
  const change = useWireChange(id);
  const isHot = useUi((ui) => ui.hotWire === id);
  const [near, setNear] = useState<LinkEnd>("source");
  const places = placesOf({ data, ...ends });
  const looks = {
    className: `${wires.wire} ${classes.link}`,
    "data-kind": wireKind(wire),
    "data-state": useWireState(wire, data.isBody),
    "data-selected": selected,
    "data-change": change,
    "data-dim": data.isDim || undefined,
  };
  const tab = { id, data, count: useWireCount(data), onNear: setNear };
  const beside = { x: places[near].x + (near === "source" ? BESIDE : -BESIDE), y: places[near].y };
  return (
    <g {...looks} data-testid={`wire-${id}`}>
      {(isHot || selected) && <path d={pathOf(ends, shape)} className={classes.line} />}
      <path d={places.source.stem} className={classes.stem} />
      <path d={places.target.stem} className={classes.stem} />
      <EdgeLabelRenderer>
        <div {...looks}>
          <LinkTab {...tab} end="source" place={places.source} other={ends.target} />
          <LinkTab {...tab} end="target" place={places.target} other={ends.source} />
        </div>
        {change && <Change id={id} change={change} place={places.source} />}
        {isHot && near === "source" && <WirePlus id={id} place={beside} isBeside />}
        {isHot && <WireValue wire={wire} place={beside} />}
      </EdgeLabelRenderer>
    </g>
  );
}

/** What stands above and below a tab is so far beside its port. */
const BESIDE = 32;

type Ends = Omit<LinkProps, "id" | "selected">;

function placesOf(ends: Ends): { [end in LinkEnd]: TabPlace } {
  const { data, sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition } = ends;
  return {
    source: tabPlace({
      x: sourceX,
      y: sourceY,
      at: sourcePosition,
      slot: data.sourceSlot,
      room: data.nameRoom,
    }),
    target: tabPlace({ x: targetX, y: targetY, at: targetPosition, slot: data.targetSlot, room: 0 }),
  };
}

function pathOf(ends: Omit<Ends, "data">, shape: Parameters<typeof wirePath>[1]): string {
  const { sourcePosition: sourceAt, targetPosition: targetAt } = ends;
  return wirePath({ ...ends, sourceAt, targetAt }, shape).path;
}

interface ChangeProps {
  id: string;
  change: NonNullable<ReturnType<typeof useWireChange>>;
  place: TabPlace;
}

function Change({ id, change, place: { x, y } }: ChangeProps) {
  return (
    <div
      className={wires.change}
      style={{ transform: `translate(-50%, -50%) translate(${x + BESIDE}px, ${y - 22}px)` }}
    >
      <ChangeBadge change={change} testId={`change-of-wire-${id}`} />
    </div>
  );
}
