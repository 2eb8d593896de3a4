// Soft frames behind the nodes that a loop, a try or a branch owns.
import { ViewportPortal } from "@xyflow/react";
import { useMemo } from "react";
import { type Box, boundsOf } from "../../core/geometry";
import type { Region } from "../../core/problems";
import type { CanvasNode } from "./model";
import classes from "./Regions.module.css";

interface Frame {
  key: string;
  box: Box;
  label: string;
  category: string;
}

const MARGIN = 24;
const NESTED_MARGIN = 20;

export function Regions({ regions, nodes }: { regions: readonly Region[]; nodes: readonly CanvasNode[] }) {
  const frames = useMemo(() => framesOf(regions, nodes), [regions, nodes]);
  return (
    <ViewportPortal>
      {frames.map(({ key, box, label, category }) => (
        <div
          key={key}
          className={classes.frame}
          data-testid="region"
          style={
            {
              "--cat": `var(--oc-cat-${category}, var(--oc-cat-control))`,
              width: box.width,
              height: box.height,
              transform: `translate(${box.x}px, ${box.y}px)`,
            } as React.CSSProperties
          }
        >
          <span className={classes.label}>{label}</span>
        </div>
      ))}
    </ViewportPortal>
  );
}

function framesOf(regions: readonly Region[], nodes: readonly CanvasNode[]): Frame[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return regions.flatMap((region) => {
    const inside = region.nodes.flatMap((id) => byId.get(id) ?? []);
    const depth = nesting(region, regions);
    const box = boundsOf(inside.map(boxOf), MARGIN + depth * NESTED_MARGIN);
    const control = byId.get(region.control);
    if (!box) return [];
    const port = control?.data.places.find(
      (place) => place.port.side === "output" && place.port.id === region.port,
    );
    return [
      {
        key: `${region.control}/${region.port}`,
        box,
        label: `${control?.data.title ?? region.control}: ${port?.port.label ?? region.port}`,
        category: control?.data.descriptor?.category ?? "control",
      },
    ];
  });
}

/** How many levels of regions lie inside this one: outer frames need more room. */
function nesting(region: Region, regions: readonly Region[]): number {
  const own = new Set(region.nodes);
  const inner = regions.filter((other) => other !== region && own.has(other.control));
  return inner.length === 0
    ? 0
    : 1 +
        Math.max(
          ...inner.map((other) =>
            nesting(
              other,
              regions.filter((item) => item !== region),
            ),
          ),
        );
}

function boxOf(node: CanvasNode): Box {
  return { ...node.position, ...node.data.size };
}
