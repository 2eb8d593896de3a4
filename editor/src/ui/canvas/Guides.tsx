// Lines that show what a dragged node is level with.
import { ViewportPortal } from "@xyflow/react";
import { useUi } from "./context";
import classes from "./FlowCanvas.module.css";

export function Guides() {
  const guides = useUi((state) => state.guides);
  if (guides.length === 0) return null;
  return (
    <ViewportPortal>
      {guides.map(({ axis, at, from, to }) => (
        <div
          key={axis}
          className={classes.guide}
          data-testid={`guide-${axis}`}
          style={
            axis === "x"
              ? { transform: `translate(${at}px, ${from}px)`, width: 1, height: to - from }
              : { transform: `translate(${from}px, ${at}px)`, width: to - from, height: 1 }
          }
        />
      ))}
    </ViewportPortal>
  );
}
