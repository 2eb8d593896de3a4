// The rounds that fit, one a row; only those in sight are drawn.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { cellText } from "../../../core/dataRows";
import { formatDuration } from "../../../core/format";
import { errorText, type Iteration } from "../../../core/iterations";
import { StatusMark } from "../../../ui/StatusMark";
import runs from "../Runs.module.css";

const ROW = 28;
const HEIGHT = 200;
const LONG = 80;

interface Props {
  items: readonly Iteration[];
  chosen: number | null;
  onChoose: (item: Iteration) => void;
}

export function RoundList({ items, chosen, onChoose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 300, height: HEIGHT },
  });
  if (items.length === 0) return null;
  return (
    <div ref={box} className={runs.steps} style={{ height: Math.min(HEIGHT, items.length * ROW + 2) }}>
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map((row) => {
          const item = items[row.index];
          return (
            item && (
              <button
                key={item.key}
                type="button"
                className={runs.step}
                style={{ transform: `translateY(${row.start}px)`, height: ROW }}
                aria-pressed={item.index === chosen}
                onClick={() => onChoose(item)}
                data-testid="round-row"
              >
                <StatusMark status={item.status} size={14} />
                <span className={runs.faint}>{item.index + 1}</span>
                <span className={runs.stepKey}>{errorText(item) || cellText(item.item).slice(0, LONG)}</span>
                <span className={runs.faint}>{formatDuration((item.duration_us ?? 0) / 1000)}</span>
              </button>
            )
          );
        })}
      </div>
    </div>
  );
}
