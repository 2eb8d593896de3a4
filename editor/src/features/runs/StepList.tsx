// Steps as rows; only the rows in sight are drawn.
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { formatDuration } from "../../core/format";
import { stepId } from "../../core/overlay";
import type { Step } from "../../core/run";
import { StatusMark } from "../../ui/StatusMark";
import classes from "./Runs.module.css";

interface Props {
  steps: readonly Step[];
  chosen?: string;
  onChoose: (step: Step) => void;
  height?: number | string;
}

const ROW = 32;

export function StepList({ steps, chosen, onChoose, height }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: steps.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 8,
    initialRect: { width: 300, height: 300 },
  });
  return (
    <div
      ref={box}
      className={classes.steps}
      style={{ height: height ?? Math.min(steps.length * ROW + 2, 200) }}
    >
      <div style={{ height: rows.getTotalSize(), position: "relative" }}>
        {rows.getVirtualItems().map((row) => {
          const step = steps[row.index];
          if (!step) return null;
          return (
            <button
              key={row.key}
              type="button"
              className={classes.step}
              style={{ transform: `translateY(${row.start}px)`, height: ROW }}
              aria-pressed={stepId(step) === chosen}
              onClick={() => onChoose(step)}
              data-testid="step-row"
            >
              <StatusMark status={step.status} size={14} />
              <span className={classes.stepKey}>{step.key}</span>
              {step.attempt > 1 && <span className={classes.faint}>attempt {step.attempt}</span>}
              <span className={classes.faint}>{formatDuration((step.duration_us ?? 0) / 1000)}</span>
            </button>
          );
        })}
      </div>
    </div>
  );
}
