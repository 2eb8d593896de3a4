// Node types dragged in from the palette, onto the canvas or into a wire, and the double-click that opens quick-add.
import { useReactFlow } from "@xyflow/react";
import { useMemo, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import { NODE_HEIGHT, NODE_WIDTH } from "../../core/geometry";
import type { UiState } from "./context";
import { DRAG_TYPE, type EditingHandlers, type Point } from "./handlers";
import type { CanvasEdge, CanvasItem } from "./model";
import { type SceneWire, sceneOf } from "./overview/scene";
import { wireAt } from "./wireAt";

interface Drawn {
  items: readonly CanvasItem[];
  edges: readonly CanvasEdge[];
}

export function usePaletteDrop(editing: EditingHandlers | undefined, drawn: Drawn, ui: StoreApi<UiState>) {
  const { screenToFlowPosition } = useReactFlow();
  const latest = useRef(drawn);
  latest.current = drawn;
  return useMemo(() => {
    if (!editing) return {};
    let wires: readonly SceneWire[] | null = null;
    const light = (point: Point | null) => {
      wires ??= sceneOf(latest.current.items, latest.current.edges).wires;
      const box = point && {
        x: point.x - NODE_WIDTH / 2,
        y: point.y - NODE_HEIGHT / 2,
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
      };
      ui.setState({ litWire: (box && wireAt(wires, box)) ?? null });
      if (!box) wires = null;
    };
    const placeOf = (event: React.DragEvent) =>
      screenToFlowPosition({ x: event.clientX, y: event.clientY }, { snapToGrid: false });
    return {
      onDragOver: (event: React.DragEvent) => {
        if (!event.dataTransfer.types.includes(DRAG_TYPE)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = "copy" as const;
        light(placeOf(event));
      },
      onDragLeave: () => light(null),
      onDrop: (event: React.DragEvent) => {
        const wire = ui.getState().litWire ?? undefined;
        light(null);
        const type = event.dataTransfer.getData(DRAG_TYPE);
        if (!type) return;
        event.preventDefault();
        editing.onDropType(type, placeOf(event), wire);
      },
      onDoubleClick: (event: React.MouseEvent) => {
        if (!(event.target as Element).classList.contains("react-flow__pane")) return;
        editing.onOpenPalette({ x: event.clientX, y: event.clientY });
      },
    };
  }, [editing, ui, screenToFlowPosition]);
}
