// The wire that follows the pointer while it is drawn.
import type { ConnectionLineComponentProps } from "@xyflow/react";
import { wirePath } from "../../core/paths";
import { useWireShape } from "../preferences";
import type { CanvasItem } from "./model";

export function WirePreview(props: ConnectionLineComponentProps<CanvasItem>) {
  const { fromX, fromY, toX, toY, fromHandle, connectionStatus } = props;
  const shape = useWireShape();
  const isForward = fromHandle.type === "source";
  const { path } = isForward
    ? wirePath(
        {
          sourceX: fromX,
          sourceY: fromY,
          sourceAt: fromHandle.position,
          targetX: toX,
          targetY: toY,
          targetAt: "left",
        },
        shape,
      )
    : wirePath(
        {
          sourceX: toX,
          sourceY: toY,
          sourceAt: "right",
          targetX: fromX,
          targetY: fromY,
          targetAt: fromHandle.position,
        },
        shape,
      );
  const color = connectionStatus === "invalid" ? "var(--oc-st-failed)" : "var(--oc-accent)";
  return (
    <g>
      <path
        d={path}
        fill="none"
        stroke={color}
        strokeWidth={2.5}
        strokeDasharray={connectionStatus === "invalid" ? "4 4" : undefined}
      />
      <circle cx={toX} cy={toY} r={4} fill={color} />
    </g>
  );
}
