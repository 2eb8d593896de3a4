// The wire that would be drawn, while its end is chosen by keys.
import { ViewportPortal } from "@xyflow/react";
import { wirePath } from "../../core/paths";
import { useWireShape } from "../preferences";
import { useUi } from "./context";
import classes from "./FlowCanvas.module.css";
import { type CanvasItem, handleId } from "./model";
import { pointAt } from "./overview/scene";

export function AimWire({ items }: { items: readonly CanvasItem[] }) {
  const shape = useWireShape();
  const aim = useUi((ui) => ui.aim);
  if (!aim) return null;
  const [from, to] = [aim.from, aim.to].map((end) =>
    pointAt(
      items.find((item) => item.id === end.node),
      handleId(end.side, end.port),
    ),
  );
  if (!from || !to) return null;
  const { path } = wirePath(
    {
      sourceX: from.x,
      sourceY: from.y,
      sourceAt: from.isBelow ? "bottom" : "right",
      targetX: to.x,
      targetY: to.y,
      targetAt: to.isBelow ? "bottom" : "left",
    },
    shape,
  );
  return (
    <ViewportPortal>
      <svg className={classes.aim} aria-hidden="true" data-testid="aim">
        <path d={path} />
        <circle cx={to.x} cy={to.y} r={8} />
      </svg>
    </ViewportPortal>
  );
}
