// Moving the view, for components inside a FlowCanvas.
import { useReactFlow } from "@xyflow/react";
import { useMemo } from "react";

export interface CanvasView {
  /** Window coordinates to canvas coordinates. */
  toCanvas: (point: { x: number; y: number }) => { x: number; y: number };
  /** The canvas point in the middle of what is seen. */
  center: () => { x: number; y: number };
  show: (node: string) => void;
  fitAll: () => void;
  zoomIn: () => void;
  zoomOut: () => void;
}

export function useCanvasView(): CanvasView {
  const flow = useReactFlow();
  return useMemo(
    () => ({
      toCanvas: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      center: () => {
        const box = document.querySelector(".react-flow")?.getBoundingClientRect();
        if (!box) return { x: 0, y: 0 };
        return flow.screenToFlowPosition(
          { x: box.x + box.width / 2, y: box.y + box.height / 2 },
          { snapToGrid: false },
        );
      },
      show: (node) => {
        flow.fitView({
          nodes: [{ id: node }],
          maxZoom: Math.max(1, flow.getZoom()),
          minZoom: 0.75,
          duration: 250,
        });
      },
      fitAll: () => {
        flow.fitView({ padding: 0.15, maxZoom: 1, duration: 200 });
      },
      zoomIn: () => {
        flow.zoomIn({ duration: 120 });
      },
      zoomOut: () => {
        flow.zoomOut({ duration: 120 });
      },
    }),
    [flow],
  );
}
