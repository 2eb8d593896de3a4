// A small picture of a flow, drawn from its document.
import { useMemo } from "react";
import type { Catalog } from "../core/descriptor";
import type { FlowDocument } from "../core/document";
import { type Box, notchedPath } from "../core/geometry";
import { thumbnailOf } from "../core/thumbnail";
import classes from "./Thumbnail.module.css";

interface Props {
  document: FlowDocument;
  catalog: Catalog | undefined;
  height: number;
}

export function Thumbnail({ document, catalog, height }: Props) {
  const picture = useMemo(() => thumbnailOf(document, catalog), [document, catalog]);
  if (!picture)
    return (
      <div className={classes.empty} style={{ height }}>
        Nothing is drawn yet.
      </div>
    );
  const { x, y, width, height: high } = picture.bounds;
  const count = document.nodes.length;
  return (
    <svg
      className={classes.picture}
      style={{ height }}
      viewBox={`${x} ${y} ${width} ${high}`}
      role="img"
      aria-label={`${document.name}: ${count} ${count === 1 ? "node" : "nodes"}, ${document.wires.length} wires`}
    >
      {picture.lines.map((line) => (
        <path key={line.id} d={line.path} className={classes.line} data-kind={line.kind} />
      ))}
      {picture.boxes.map((box) => (
        <g key={box.id} opacity={box.isDisabled ? 0.4 : 1}>
          {box.isNotched ? (
            <path d={notchedPath(box, 10)} className={classes.box} />
          ) : (
            <rect
              x={box.x}
              y={box.y}
              width={box.width}
              height={box.height}
              rx={10}
              className={box.isDot ? classes.dot : classes.box}
            />
          )}
          {box.isDot || <Band {...box} />}
        </g>
      ))}
    </svg>
  );
}

function Band({ x, y, height, category }: Box & { category: string }) {
  return (
    <rect
      x={x}
      y={y}
      width={40}
      height={height}
      rx={10}
      fill={`var(--oc-cat-${category}, var(--oc-cat-code))`}
    />
  );
}
