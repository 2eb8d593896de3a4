// Walking the rows of a table by keyboard: one row is in the tab order, arrows move to the next.
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

export function useRowFocus(
  count: number,
  scrollTo: (index: number) => void,
  box: RefObject<HTMLElement | null>,
) {
  const [index, set] = useState(0);
  const isMoving = useRef(false);
  const current = Math.min(index, Math.max(0, count - 1));

  // The row may not be drawn before the list has scrolled to it.
  useEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    const focus = () => box.current?.querySelector<HTMLElement>(`tr[data-index="${current}"]`)?.focus();
    focus();
    requestAnimationFrame(focus);
  }, [current, box]);

  const onKeyDown = useCallback(
    (event: React.KeyboardEvent, otherwise: (index: number) => void) => {
      const step = STEPS[event.key];
      const isOnRow = event.target instanceof HTMLTableRowElement;
      if (step === undefined || !isOnRow) {
        otherwise(current);
        return;
      }
      event.preventDefault();
      const next = Math.min(count - 1, Math.max(0, current + step));
      if (next === current) return;
      isMoving.current = true;
      scrollTo(next);
      set(next);
    },
    [count, current, scrollTo],
  );
  return { index: current, set, onKeyDown };
}
