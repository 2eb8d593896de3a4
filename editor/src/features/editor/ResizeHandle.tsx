// The left edge of the details panel: drag it, or move it with the arrow keys.
import { type KeyboardEvent, type PointerEvent, useState } from "react";
import classes from "./Editor.module.css";

const KEY = "opsconductor.inspector.width";
const USUAL = 380;
const LEAST = 320;
const MOST = 960;
const STEP = 20;

function within(width: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, width)));
}

function stored(): number | undefined {
  const width = Number(localStorage.getItem(KEY));
  return width >= LEAST && width <= MOST ? width : undefined;
}

/** Undefined until somebody has chosen one: the page's own width holds. */
export function useInspectorWidth(): [number | undefined, (width: number) => void] {
  const [width, setWidth] = useState(stored);
  const change = (next: number) => {
    const fitting = within(next);
    setWidth(fitting);
    localStorage.setItem(KEY, String(fitting));
  };
  return [width, change];
}

interface Props {
  width: number | undefined;
  onResize: (width: number) => void;
}

export function ResizeHandle({ width = USUAL, onResize }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowLeft" ? STEP : event.key === "ArrowRight" ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    event.stopPropagation();
    onResize(width + step);
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const panel = event.currentTarget.parentElement?.getBoundingClientRect();
    if (panel) onResize(panel.right - event.clientX);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is no hr
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the details"
      aria-valuenow={width}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      className={classes.resize}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}
