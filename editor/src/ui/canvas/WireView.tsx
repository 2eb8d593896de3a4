// One wire: its curve, its kind, its label, and whether a run has used it.
import { BaseEdge, EdgeLabelRenderer, type EdgeProps } from "@xyflow/react";
import { memo } from "react";
import { wireKind } from "../../core/document";
import { wirePath } from "../../core/paths";
import { useWireCount, useWireState } from "./context";
import type { CanvasEdge } from "./model";
import classes from "./WireView.module.css";

export const WireView = memo(function WireView(props: EdgeProps<CanvasEdge>) {
  const { data, sourceX, sourceY, sourcePosition, targetX, targetY, targetPosition } = props;
  if (!data) return null;
  const ends = { sourceX, sourceY, sourceAt: sourcePosition, targetX, targetY, targetAt: targetPosition };
  return <Wire {...props} data={data} {...wirePath(ends)} sourceX={sourceX} sourceY={sourceY} />;
});

interface WireProps {
  id: string;
  data: NonNullable<CanvasEdge["data"]>;
  selected?: boolean;
  interactionWidth?: number;
  path: string;
  labelX: number;
  labelY: number;
  lateX: number;
  lateY: number;
  sourceX: number;
  sourceY: number;
}

function Wire(props: WireProps) {
  const { id, data, selected, interactionWidth, path, sourceX, sourceY } = props;
  const [x, y] = data.hasPortName ? [props.lateX, props.lateY] : [props.labelX, props.labelY];
  const state = useWireState(data.wire, data.isBody);
  const count = useWireCount(data);
  const kind = wireKind(data.wire);
  return (
    <g
      className={classes.wire}
      data-kind={kind}
      data-state={state}
      data-selected={selected}
      data-dim={data.isDim || undefined}
      data-testid={`wire-${id}`}
    >
      {state !== "none" && <path d={path} className={classes.glow} />}
      <BaseEdge id={id} path={path} interactionWidth={interactionWidth} className={classes.line} />
      {kind === "error" && (
        <path d={`M${sourceX - 4},${sourceY + 8} l8,0 l-4,7 z`} className={classes.arrow} />
      )}
      {(data.wire.label || count !== undefined) && (
        <EdgeLabelRenderer>
          <div
            className={classes.label}
            style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
          >
            {data.wire.label}
            {count !== undefined && (
              <span className={classes.count} data-testid={`count-${id}`} title={`Used ${count} times`}>
                {count}
              </span>
            )}
          </div>
        </EdgeLabelRenderer>
      )}
    </g>
  );
}
