// The rounds of one loop in the side panel: to step through, to search, grouped by what went wrong.
import { Button, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { readIteration, useIterations } from "../../../api/runs/listIterations";
import { type Bucket, type FailureGroup, isFailure, neighbour } from "../../../core/iterations";
import type { OverlayStore } from "../../../core/overlayStore";
import { isEnded } from "../../../core/run";
import { Failed, LoadingRows } from "../../../ui/states";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";
import { useOverlay } from "../useOverlay";
import { useDrawing, useLoopRevision } from "../useRunView";
import { HeatStrip } from "./HeatStrip";
import classes from "./Iterations.module.css";
import { Round } from "./Round";
import { RoundList } from "./RoundList";
import { RoundSteps } from "./RoundSteps";
import { useNavigator } from "./useNavigator";

interface Props {
  runId: string;
  overlay: OverlayStore;
  node: string;
  onShowNode?: (node: string) => void;
}

const STATES = [
  { value: "", label: "All" },
  { value: "failed", label: "Failed" },
  { value: "running", label: "Running" },
];

export function IterationPanel({ runId, overlay, node, onShowNode }: Props) {
  const navigator = useNavigator(runId, overlay, node);
  const { titleOf } = useDrawing(runId);
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const revision = useLoopRevision(overlay, node);
  const [status, setStatus] = useState("");
  const [search, setSearch] = useState("");
  const text = useDebouncedValue(search.trim(), 250);
  const wanted = { run: runId, loop: navigator.loop, revision };
  const all = useIterations(wanted);
  const filtered = useIterations({ ...wanted, status, search: text }, status !== "" || text !== "");
  const shown = status !== "" || text !== "" ? filtered : all;
  const page = all.data?.pages[0];
  if (all.error && !page) {
    return <Failed what="The rounds could not be read" error={all.error} onRetry={() => all.refetch()} />;
  }
  if (!page) return <LoadingRows rows={3} height={28} />;
  const total = Math.max(page.total ?? 0, navigator.total ?? 0);
  if (total === 0)
    return (
      <Text size="sm" c="dimmed">
        No round has begun.
      </Text>
    );
  const { counts } = page;
  const items = shown.data?.pages.flatMap((one) => one.items) ?? [];
  const failures = { items: items.filter((item) => isFailure(item.status)), total };
  const step = (by: 1 | -1) => {
    const next = neighbour(
      status === "failed" ? failures : { items, total },
      navigator.index,
      by,
      status === "failed",
    );
    if (next !== undefined) navigator.go(next);
  };
  const chooseFailed = async (bucket: Bucket) => {
    const next = await readIteration({ ...wanted, status: "failed" }, bucket.from).catch(() => undefined);
    const known = page.items.find((item) => item.index >= bucket.from && isFailure(item.status));
    navigator.go(next?.index ?? known?.index ?? bucket.from);
  };
  return (
    <Stack gap="xs" component="section" aria-label="Rounds" data-testid="iterations">
      <div className={classes.line}>
        <RoundSteps name={titleOf(node)} navigator={navigator} total={total} onStep={step} />
        <Text size="xs" c="dimmed" data-testid="iteration-counts">
          {countText(counts, isOver ? total : 0)}
        </Text>
      </div>
      <HeatStrip
        name={titleOf(node)}
        buckets={page.buckets}
        total={total}
        done={(counts.completed ?? 0) + (counts.failed ?? 0) + (counts.skipped ?? 0)}
        index={navigator.index}
        onChoose={navigator.go}
        onChooseFailed={chooseFailed}
      />
      {navigator.index !== null && (
        <Round
          runId={runId}
          loop={navigator.loop}
          index={navigator.index}
          revision={revision}
          onShowNode={onShowNode}
        />
      )}
      <Groups groups={page.errors} onChoose={navigator.go} />
      <div className={classes.line}>
        <SegmentedControl
          size="xs"
          data={STATES}
          value={status}
          aria-label="Which rounds"
          onChange={setStatus}
        />
        <TextInput
          size="xs"
          flex={1}
          aria-label="Search the rounds"
          placeholder="Item or message"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-testid="round-search"
        />
      </div>
      <RoundList items={items} chosen={navigator.index} onChoose={(item) => navigator.goTo(item.key)} />
      {items.length === 0 && !shown.isPending && (
        <Text size="sm" c="dimmed">
          No round fits. Choose another state or text.
        </Text>
      )}
      {shown.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={shown.isFetchingNextPage}
          onClick={() => shown.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </Stack>
  );
}

type Counts = { [state: string]: number | undefined };

function countText({ completed = 0, failed = 0, running = 0, skipped = 0 }: Counts, total: number): string {
  const parts = [`${completed.toLocaleString()} completed`];
  if (failed > 0) parts.push(`${failed.toLocaleString()} failed`);
  if (running > 0) parts.push(`${running.toLocaleString()} running`);
  const rest = total - completed - failed - running - skipped;
  if (rest > 0) parts.push(`${rest.toLocaleString()} not kept`);
  return parts.join(", ");
}

const MOST_GROUPS = 5;

function Groups({
  groups,
  onChoose,
}: {
  groups: readonly FailureGroup[];
  onChoose: (index: number) => void;
}) {
  if (groups.length === 0) return null;
  return (
    <div className={classes.groups} data-testid="failure-groups">
      {groups.slice(0, MOST_GROUPS).map((group) => (
        <button
          key={group.message}
          type="button"
          className={classes.group}
          onClick={() => onChoose(group.first)}
        >
          <span className={classes.groupCount}>{group.count}×</span>
          <span className={classes.groupText}>{group.message}</span>
          <span className={classes.groupFirst}>round {group.first + 1}</span>
        </button>
      ))}
      {groups.length > MOST_GROUPS && (
        <Text size="xs" c="dimmed">
          and {groups.length - MOST_GROUPS} other messages
        </Text>
      )}
    </div>
  );
}
