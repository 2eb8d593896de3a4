// Choosing nodes in the overview, where they are a picture: a press, a double press that goes there, and a marquee.
import { type ReactFlowState, useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef } from "react";
import type { FlowDocument } from "../../core/document";
import { nodesBehind } from "./folding";
import { nodeAt, nodesIn } from "./overview/paint";
import type { Scene } from "./overview/scene";
import type { CanvasView } from "./useCanvasView";
import type { CanvasSelection } from "./useGestures";

interface Input {
  scene: Scene | undefined;
  document: FlowDocument;
  selection: CanvasSelection;
  onSelect: (selection: CanvasSelection) => void;
}

type Marquee = NonNullable<ReactFlowState["userSelectionRect"]>;

export function useFarPointer(input: Input, view: CanvasView) {
  const flow = useStoreApi();
  const latest = useRef(input);
  const marquee = useRef<Marquee | null>(null);
  useEffect(() => {
    latest.current = input;
  });
  useEffect(
    () =>
      flow.subscribe(({ userSelectionRect }) => {
        if (userSelectionRect) marquee.current = userSelectionRect;
      }),
    [flow],
  );
  return useMemo(() => {
    const choose = (ids: readonly string[], isMore: boolean) => {
      const { document, selection, onSelect } = latest.current;
      const nodes = ids.flatMap((id) => nodesBehind(document, id));
      onSelect({ nodes: new Set(isMore ? [...selection.nodes, ...nodes] : nodes), wires: new Set() });
    };
    return {
      onPaneClick: (event: React.MouseEvent) => {
        const { scene } = latest.current;
        if (!scene) return;
        const node = nodeAt(scene, view.toCanvas({ x: event.clientX, y: event.clientY }));
        // React Flow lets go of what is chosen right after this.
        queueMicrotask(() => choose(node ? [node.id] : [], event.ctrlKey || event.metaKey));
        if (node && event.detail === 2) view.show(node.id);
      },
      onSelectionEnd: () => {
        const { scene } = latest.current;
        const rect = marquee.current;
        if (!scene || !rect) return;
        const [x, y, zoom] = flow.getState().transform;
        const box = {
          x: (rect.x - x) / zoom,
          y: (rect.y - y) / zoom,
          width: rect.width / zoom,
          height: rect.height / zoom,
        };
        choose(nodesIn(scene, box), false);
      },
    };
  }, [flow, view]);
}
