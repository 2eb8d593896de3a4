// The drawing seen from far away: all nodes and wires on one canvas, no node on the page.
import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import type { OverlayStore } from "../../../core/overlayStore";
import { useWireShape } from "../../preferences";
import { useCanvas } from "../context";
import { useColors } from "./colors";
import classes from "./Overview.module.css";
import { type Frame, paintOverview } from "./paint";
import type { Scene } from "./scene";

interface OverviewLayerProps {
  scene: Scene;
  frames: readonly Frame[];
  overlay: OverlayStore;
}

export function OverviewLayer({ scene, frames, overlay }: OverviewLayerProps) {
  const flow = useStoreApi();
  const colors = useColors();
  const { ui } = useCanvas();
  const wires = useWireShape();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    const element = canvas.current;
    if (!context || !element) return;
    let waiting = 0;
    const paint = () => {
      waiting = 0;
      const { transform, width, height } = flow.getState();
      const ratio = window.devicePixelRatio || 1;
      sizeTo(element, width * ratio, height * ratio);
      paintOverview(context, {
        scene,
        frames,
        wires,
        colors,
        changes: ui.getState().changes.nodes,
        states: overlay.getState().overlay?.nodes,
        viewport: { x: transform[0], y: transform[1], zoom: transform[2] },
        room: { width, height },
        ratio,
      });
    };
    const ask = () => {
      waiting ||= requestAnimationFrame(paint);
    };
    paint();
    const stops = [
      flow.subscribe((state, before) => {
        if (
          state.transform !== before.transform ||
          state.width !== before.width ||
          state.height !== before.height
        )
          ask();
      }),
      overlay.subscribe(ask),
      ui.subscribe((state, before) => {
        if (state.changes !== before.changes) ask();
      }),
    ];
    return () => {
      cancelAnimationFrame(waiting);
      for (const stop of stops) stop();
    };
  }, [flow, scene, frames, wires, colors, overlay, ui]);
  return (
    <canvas
      ref={canvas}
      className={classes.layer}
      role="img"
      aria-label="The flow from far away"
      data-testid="overview"
    />
  );
}

/** Setting a canvas's size clears it and costs, so only when it changes. */
export function sizeTo(element: HTMLCanvasElement, width: number, height: number): void {
  const [wide, high] = [Math.max(1, Math.round(width)), Math.max(1, Math.round(height))];
  if (element.width !== wide) element.width = wide;
  if (element.height !== high) element.height = high;
}
