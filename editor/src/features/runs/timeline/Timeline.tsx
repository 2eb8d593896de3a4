// When each step of a run began and ended, nested by loop and round, with waits and the path that took the longest.
import { Text } from "@mantine/core";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { scopeOf } from "../../../core/activation";
import { formatDuration } from "../../../core/format";
import { lensOf } from "../../../core/lens";
import type { OverlayStore } from "../../../core/overlayStore";
import { asWaiting, isEnded } from "../../../core/run";
import { type Bar, buildTimeline, liesIn, openBars } from "../../../core/timeline";
import { Failed, LoadingRows } from "../../../ui/states";
import { useAsks, useOverlay } from "../useOverlay";
import { useDrawing, useLens, useScope, useShownSteps } from "../useRunView";
import { BarRow } from "./BarRow";
import { Scrubber } from "./Scrubber";
import classes from "./Timeline.module.css";

const ROW = 26;
/** A loop with more rounds than this starts closed. */
const MOST_OPEN = 20;
const BEAT_MS = 500;

interface Props {
  runId: string;
  overlay: OverlayStore;
  onShowNode: (node: string) => void;
}

export function Timeline({ runId, overlay, onShowNode }: Props) {
  const { steps, isCut, query } = useShownSteps(runId, overlay);
  const { document, run, titleOf } = useDrawing(runId);
  const scope = useScope(overlay);
  const at = useLens(overlay, (lens) => lens.at);
  const isOver = useOverlay(overlay, (state) => isEnded(state.status)) === true;
  const now = useBeat(!isOver);
  const asks = useAsks(overlay);
  const created = scope === "" && run ? Date.parse(run.created_at) : undefined;
  const timeline = useMemo(
    () => buildTimeline({ steps, document, scope, created, now }),
    [steps, document, scope, created, now],
  );
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(new Map());
  const counts = useMemo(() => childCounts(timeline.bars), [timeline]);
  const isClosed = (bar: Bar) => toggled.get(bar.step.key) ?? (counts.get(bar.step.key) ?? 0) > MOST_OPEN;
  const bars = openBars(timeline.bars, isClosed);
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: bars.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
    initialRect: { width: 600, height: 300 },
  });
  const choose = (bar: Bar) => {
    const { key, node, kind } = bar.step;
    lensOf(overlay).setState({ scope: kind === "region" ? key : scopeOf(key) });
    onShowNode(node);
  };
  if (query.error && steps.length === 0) {
    return <Failed what="The steps could not be read" error={query.error} onRetry={() => query.refetch()} />;
  }
  return (
    <section className={classes.pane} aria-label="Timeline" data-testid="timeline">
      <Scrubber
        overlay={overlay}
        from={timeline.from}
        to={timeline.to}
        isOver={isOver}
        isEmpty={bars.length === 0}
      />
      {bars.length === 0 &&
        (query.isPending ? <LoadingRows rows={4} height={20} /> : <Nothing isOver={isOver} />)}
      {bars.length > 0 && (
        <div ref={box} className={classes.rows}>
          <div style={{ height: rows.getTotalSize(), position: "relative" }}>
            {rows.getVirtualItems().map((row) => {
              const bar = bars[row.index];
              return (
                bar && (
                  <BarRow
                    key={bar.id}
                    bar={{ ...bar, step: asWaiting(asks, bar.step.node, bar.step) }}
                    top={row.start}
                    from={timeline.from}
                    to={timeline.to}
                    at={at}
                    title={titleOf(bar.step.node)}
                    isOpen={counts.has(bar.step.key) ? !isClosed(bar) : undefined}
                    onToggle={() => setToggled(new Map(toggled).set(bar.step.key, !isClosed(bar)))}
                    onChoose={() => choose(bar)}
                  />
                )
              );
            })}
          </div>
        </div>
      )}
      <div className={classes.legend}>
        <span className={classes.sample} data-kind="wait" /> waited
        <span className={classes.sample} data-kind="critical" /> longest path
        <span className={classes.space} />
        {isCut && "The first steps are shown. Choose a round to see others. "}
        {bars.length > 0 && formatDuration(timeline.to - timeline.from)}
      </div>
    </section>
  );
}

function Nothing({ isOver }: { isOver: boolean }) {
  return (
    <Text size="sm" c="dimmed" p="md">
      {isOver ? "No steps were recorded here." : "The first step will show here."}
    </Text>
  );
}

/** How many rows stand directly under each. */
function childCounts(bars: readonly Bar[]): Map<string, number> {
  const counts = new Map<string, number>();
  const open: Bar[] = [];
  for (const bar of bars) {
    while (open.length > 0 && !liesIn(bar.step.key, open.at(-1)?.step.key ?? "")) open.pop();
    const parent = open.at(-1);
    if (parent) counts.set(parent.step.key, (counts.get(parent.step.key) ?? 0) + 1);
    open.push(bar);
  }
  return counts;
}

function useBeat(isOn: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!isOn) return;
    const timer = setInterval(() => setNow(Date.now()), BEAT_MS);
    return () => clearInterval(timer);
  }, [isOn]);
  return now;
}
