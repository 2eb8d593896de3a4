// The small map in the corner: painted at most ten times a second, however often the drawing changes. Press or drag to
// bring a place into view.
import { useStoreApi } from "@xyflow/react";
import { useEffect, useRef } from "react";
import { type Box, boundsOf } from "../../../core/geometry";
import { centeredOn, seenBox, type Viewport } from "../../../core/viewport";
import type { CanvasItem } from "../model";
import { type Colors, useColors } from "./colors";
import classes from "./Overview.module.css";
import { sizeTo } from "./OverviewLayer";
import { fillBox } from "./paint";
import { boxesOf } from "./scene";

const WIDTH = 150;
const HEIGHT = 96;
const MARGIN = 6;
const PAUSE_MS = 100;

interface MiniMapProps {
  items: readonly CanvasItem[];
  onGo: (viewport: Viewport) => void;
}

export function MiniMap({ items, onGo }: MiniMapProps) {
  const flow = useStoreApi();
  const colors = useColors();
  const canvas = useRef<HTMLCanvasElement>(null);
  const world = useRef<Box>({ x: 0, y: 0, width: 1, height: 1 });
  const ask = useRef<() => void>(() => undefined);
  const latest = useRef({ items, colors });

  useEffect(() => {
    latest.current = { items, colors };
    ask.current();
  }, [items, colors]);

  useEffect(() => {
    const picture = new NodePicture();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const paint = () => {
      timer = undefined;
      const context = canvas.current?.getContext("2d");
      if (!context || !canvas.current) return;
      const { transform, width, height } = flow.getState();
      const seen = seenBox({ x: transform[0], y: transform[1], zoom: transform[2] }, { width, height });
      const ratio = window.devicePixelRatio || 1;
      sizeTo(canvas.current, WIDTH * ratio, HEIGHT * ratio);
      world.current = picture.paint(context, latest.current, seen, ratio);
    };
    ask.current = () => {
      timer ??= setTimeout(paint, PAUSE_MS);
    };
    ask.current();
    const stop = flow.subscribe((state, before) => {
      const isResized = state.width !== before.width || state.height !== before.height;
      if (isResized || state.transform !== before.transform) ask.current();
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [flow]);

  const go = (event: React.PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons !== 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    const { transform, width, height } = flow.getState();
    const { scale, left, top } = placing(world.current);
    const point = { x: (event.clientX - box.x - left) / scale, y: (event.clientY - box.y - top) / scale };
    onGo(centeredOn(point, transform[2], { width, height }));
  };

  return (
    <canvas
      ref={canvas}
      className={classes.map}
      style={{ width: WIDTH, height: HEIGHT }}
      role="img"
      aria-label="Small map of the flow"
      data-testid="minimap"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        go(event);
      }}
      onPointerMove={go}
    />
  );
}

/** Keeps the picture of the nodes while only the view moves. */
class NodePicture {
  private readonly canvas = document.createElement("canvas");
  private of: unknown[] = [];
  private bounds: Box | undefined;

  /** Gives back what the map spans. */
  paint(
    context: CanvasRenderingContext2D,
    { items, colors }: { items: readonly CanvasItem[]; colors: Colors },
    seen: Box,
    ratio: number,
  ): Box {
    if (this.of[0] !== items) this.bounds = boxesOf(items).bounds;
    const world = boundsOf(this.bounds ? [this.bounds, seen] : [seen]) ?? seen;
    this.draw(items, colors, world, ratio);
    const { scale, left, top } = placing(world);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, WIDTH * ratio, HEIGHT * ratio);
    context.drawImage(this.canvas, 0, 0);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.strokeStyle = colors("accent");
    context.lineWidth = 1.5;
    context.strokeRect(left + seen.x * scale, top + seen.y * scale, seen.width * scale, seen.height * scale);
    return world;
  }

  private draw(items: readonly CanvasItem[], colors: Colors, world: Box, ratio: number): void {
    const now = [items, colors, world.x, world.y, world.width, world.height, ratio];
    if (now.every((value, index) => value === this.of[index])) return;
    this.of = now;
    sizeTo(this.canvas, WIDTH * ratio, HEIGHT * ratio);
    const context = this.canvas.getContext("2d");
    if (!context) return;
    const { scale, left, top } = placing(world);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, WIDTH, HEIGHT);
    for (const node of boxesOf(items).nodes) {
      context.fillStyle = colors(node.isSelected ? "accent" : node.color);
      const least = node.isDot ? 2 : 1;
      const [wide, high] = [Math.max(least, node.width * scale), Math.max(least, node.height * scale)];
      const box = { x: left + node.x * scale, y: top + node.y * scale, width: wide, height: high };
      fillBox(context, box, node.notch * scale);
    }
  }
}

function placing(world: Box): { scale: number; left: number; top: number } {
  const scale = Math.min((WIDTH - 2 * MARGIN) / world.width, (HEIGHT - 2 * MARGIN) / world.height);
  return {
    scale,
    left: WIDTH / 2 - (world.x + world.width / 2) * scale,
    top: HEIGHT / 2 - (world.y + world.height / 2) * scale,
  };
}
