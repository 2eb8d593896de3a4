// Whether the drawing is seen from so far away that it is drawn as one picture, and how much nodes show else.
import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef, useState } from "react";
import { FULL_DETAIL, isOverview, startsFar } from "../../core/viewport";

/** A large flow begins as a picture, before the view is known: its nodes would be on the page for nothing. */
export function useOverview(nodes: number): boolean {
  const flow = useStoreApi();
  const [isFar, setFar] = useState(() => startsFar(nodes));
  const start = useRef(isFar);
  const count = useRef(nodes);
  useEffect(() => {
    count.current = nodes;
  });
  useEffect(() => {
    let was = start.current;
    return flow.subscribe((state, before) => {
      const zoom = state.transform[2];
      if (zoom === before.transform[2]) return;
      const now = isOverview(zoom, was, count.current);
      if (now === was) return;
      was = now;
      setFar(now);
    });
  }, [flow]);
  return isFar;
}

/** Marks the canvas with how much of a node is shown, without rendering anything. */
export function useDetail(element: React.RefObject<HTMLElement | null>): void {
  const flow = useStoreApi();
  useEffect(() => {
    const mark = () => {
      const detail = flow.getState().transform[2] < FULL_DETAIL ? "brief" : "full";
      if (element.current && element.current.dataset.detail !== detail)
        element.current.dataset.detail = detail;
    };
    mark();
    return flow.subscribe(mark);
  }, [flow, element]);
}

/** While Alt is held, nothing snaps. */
export function useFreeDrag(): void {
  const flow = useStoreApi();
  useEffect(() => {
    const read = (event: KeyboardEvent) => flow.setState({ snapToGrid: !event.altKey });
    const reset = () => flow.setState({ snapToGrid: true });
    window.addEventListener("keydown", read);
    window.addEventListener("keyup", read);
    window.addEventListener("blur", reset);
    return () => {
      window.removeEventListener("keydown", read);
      window.removeEventListener("keyup", read);
      window.removeEventListener("blur", reset);
    };
  }, [flow]);
}
