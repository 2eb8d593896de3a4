// Soft frames behind the nodes that a loop, a try or a branch owns.
import { ViewportPortal } from "@xyflow/react";
import { memo } from "react";
import type { Frame } from "./overview/paint";
import classes from "./Regions.module.css";

export const Regions = memo(function Regions({ frames }: { frames: readonly Frame[] }) {
  if (frames.length === 0) return null;
  return (
    <ViewportPortal>
      {frames.map(({ key, x, y, width, height, label, category }) => (
        <div
          key={key}
          className={classes.frame}
          data-testid="region"
          style={
            {
              "--cat": `var(--oc-cat-${category}, var(--oc-cat-control))`,
              width,
              height,
              transform: `translate(${x}px, ${y}px)`,
            } as React.CSSProperties
          }
        >
          <span className={classes.label}>{label}</span>
        </div>
      ))}
    </ViewportPortal>
  );
});
