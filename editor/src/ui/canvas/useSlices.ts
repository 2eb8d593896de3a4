// Between the picture and the nodes on the page there are some frames, each of which brings or takes a few nodes: all at
// once would hold the view up. The picture stays painted beneath meanwhile.
import { useStoreApi } from "@xyflow/react";
import { useEffect, useMemo, useRef, useState } from "react";
import { middleFirst, nextShown, type Shown } from "../../core/slices";
import { seenBox } from "../../core/viewport";
import type { CanvasEdge, CanvasItem } from "./model";

const AT_ONCE = 16;
const NO_ITEMS: CanvasItem[] = [];
const NO_EDGES: CanvasEdge[] = [];

export interface OnPage {
  nodes: CanvasItem[];
  edges: CanvasEdge[];
  isWhole: boolean;
}

export function useSlices(isFar: boolean, items: CanvasItem[], edges: CanvasEdge[]): OnPage {
  const flow = useStoreApi();
  const [shown, setShown] = useState<Shown>(isFar ? "none" : "all");
  const latest = useRef({ items, shown });
  useEffect(() => {
    latest.current = { items, shown };
  });
  useEffect(() => {
    const aim = isFar ? "none" : "all";
    let frame = 0;
    const step = () => {
      const { transform, width, height } = flow.getState();
      const seen = seenBox({ x: transform[0], y: transform[1], zoom: transform[2] }, { width, height });
      const order = middleFirst(latest.current.items.map(placed), seen);
      const next = nextShown(latest.current.shown, isFar, order, AT_ONCE);
      setShown(next);
      if (next !== aim) frame = requestAnimationFrame(step);
    };
    if (latest.current.shown !== aim) frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [isFar, flow]);
  return useMemo(() => onPage(shown, items, edges), [shown, items, edges]);
}

function placed(item: CanvasItem) {
  return { id: item.id, box: { ...item.position, ...item.data.size } };
}

function onPage(shown: Shown, items: CanvasItem[], edges: CanvasEdge[]): OnPage {
  if (shown === "none") return { nodes: NO_ITEMS, edges: NO_EDGES, isWhole: false };
  if (shown === "all") return { nodes: items, edges, isWhole: true };
  return {
    nodes: items.filter((item) => shown.has(item.id)),
    edges: edges.filter((edge) => shown.has(edge.source) && shown.has(edge.target)),
    isWhole: false,
  };
}
