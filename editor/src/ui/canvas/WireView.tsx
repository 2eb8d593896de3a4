// One wire: its curve, its kind, its label, the + that puts a node into it, and whether a run has used it.
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { wireKind } from "../../core/document";
import { labelPlace, type WirePath, wirePath } from "../../core/paths";
import { lazily } from "../lazily";
import { useWireShape } from "../preferences";
import { ChangeBadge } from "./ChangeBadge";
import { useUi, useWireChange, useWireCount, useWireState } from "./context";
import type { CanvasEdge } from "./model";
import { WireLabel, WirePlus, WireValue } from "./WireLabel";
import classes from "./WireView.module.css";

const LinkView = lazily(() => import("./LinkView").then((it) => it.LinkView), 0);

export const WireView = memo(function WireView(props: EdgeProps<CanvasEdge>) {
  const shape = useWireShape();
  const { data, sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition } = props;
  if (!data) return null;
  if (data.wire.link) return <LinkView {...props} data={data} />;
  const ends = { sourceX, sourceY, sourceAt: sourcePosition, targetX, targetY, targetAt: targetPosition };
  return <Wire {...props} data={data} way={wirePath(ends, shape)} />;
});

interface WireProps extends EdgeProps<CanvasEdge> {
  data: NonNullable<CanvasEdge["data"]>;
  way: WirePath;
}

function Wire({ id, data, way, selected, interactionWidth, ...ends }: WireProps) {
  const state = useWireState(data.wire, data.isBody);
  const count = useWireCount(data);
  const change = useWireChange(id);
  const isLit = useUi((ui) => ui.litWire === id);
  const isHot = useUi((ui) => ui.hotWire === id);
  const isWriting = useUi((ui) => ui.writing === id);
  const kind = wireKind(data.wire);
  const { path } = way;
  const { sourceX, sourceY } = ends;
  const { x, y } = labelPlace(way, ends, data.nameRoom);
  const hasLabel = data.wire.label !== undefined || count !== undefined;
  return (
    <g
      className={classes.wire}
      data-kind={kind}
      data-state={state}
      data-selected={selected}
      data-lit={isLit || undefined}
      data-change={change}
      data-dim={data.isDim || undefined}
      data-testid={`wire-${id}`}
    >
      {(state !== "none" || isLit) && <path d={path} className={classes.glow} />}
      <BaseEdge id={id} path={path} interactionWidth={interactionWidth} className={classes.line} />
      {kind === "error" && (
        <path d={`M${sourceX - 4},${sourceY + 8} l8,0 l-4,7 z`} className={classes.arrow} />
      )}
      {change && (
        <EdgeLabelRenderer>
          <div className={classes.change} style={{ transform: changePlace(x, y, hasLabel) }}>
            <ChangeBadge change={change} testId={`change-of-wire-${id}`} />
          </div>
        </EdgeLabelRenderer>
      )}
      {(hasLabel || isHot || isWriting) && (
        <EdgeLabelRenderer>
          {(hasLabel || isWriting) && (
            <WireLabel id={id} label={data.wire.label} count={count} isWriting={isWriting} place={{ x, y }} />
          )}
          {isHot && !isWriting && <WirePlus id={id} place={{ x, y }} isBeside={hasLabel} />}
          {isHot && !isWriting && <WireValue wire={data.wire} place={{ x, y }} />}
        </EdgeLabelRenderer>
      )}
    </g>
  );
}

function changePlace(x: number, y: number, isBesideLabel: boolean): string {
  return `translate(-50%, -50%) translate(${x}px, ${isBesideLabel ? y - 20 : y}px)`;
}
