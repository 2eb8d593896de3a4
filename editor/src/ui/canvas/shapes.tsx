// What of a node's shape is drawn by itself: the pointed outline of a decision, the notched edge of an approval, the dot
// of a junction.
import { notchedPath, POINT } from "../../core/geometry";
import { statusLook } from "../status";
import classes from "./NodeView.module.css";

/** In the colour of its wires, and of what became of it in a run. */
export function Dot({ status = "pending" }: { status: string | undefined }) {
  const color = status === "pending" ? undefined : `var(--oc-st-${statusLook(status).token})`;
  return <div className={classes.junction} style={{ background: color }} />;
}

export function DecisionOutline({ width, height }: { width: number; height: number }) {
  const [w, h, middle] = [width - 0.75, height - 0.75, height / 2];
  const outline = `0.75,${middle} ${POINT},0.75 ${w - POINT},0.75 ${w},${middle} ${w - POINT},${h} ${POINT},${h}`;
  const band = `0.75,${middle} ${POINT},0.75 48,0.75 48,${h} ${POINT},${h}`;
  return (
    <svg className={classes.outline} width={width} height={height} aria-hidden="true">
      <polygon points={outline} className={classes.outlineFill} />
      <polygon points={band} className={classes.outlineBand} />
      <polygon points={outline} className={classes.outlineLine} />
    </svg>
  );
}

/** Lies on the card, which is cut out to this form. */
export function NotchedEdge({ width, height }: { width: number; height: number }) {
  const path = notchedPath({ x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, 7.5);
  return (
    <svg className={classes.outline} width={width} height={height} aria-hidden="true">
      <path d={path} className={classes.outlineLine} />
    </svg>
  );
}
