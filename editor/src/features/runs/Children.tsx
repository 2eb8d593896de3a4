// The runs that a run started, one for each machine or by a node: how many ended how, and those that failed first.
import { Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { shownStatus } from "../../core/approvals";
import { formatDuration, formatTime } from "../../core/format";
import type { OverlayStore } from "../../core/overlayStore";
import { isEnded, type RunItem } from "../../core/run";
import { placeOf } from "../../core/selectors";
import { StatusLabel } from "../../ui/StatusMark";
import { Failed, LoadingRows } from "../../ui/states";
import { type Column, DataTable } from "../../ui/table/DataTable";
import classes from "./Children.module.css";
import { ChildTotals } from "./ChildTotals";
import { MoreFailed } from "./MoreFailed";
import { useChildList } from "./useChildList";
import { useOverlay } from "./useOverlay";

interface Props {
  runId: string;
  overlay: OverlayStore;
  /** There is one for each machine. */
  isByTarget: boolean;
}

const ROW = 40;

export default function Children({ runId, overlay, isByTarget }: Props) {
  const isOver = useOverlay(overlay, (run) => isEnded(run.status)) === true;
  const [status, setStatus] = useState<string>();
  const { items, totals = {}, isPending, error, retry, ...more } = useChildList(runId, status, isOver);
  const navigate = useNavigate();
  const columns = useMemo(() => columnsFor(isByTarget), [isByTarget]);
  const what = isByTarget ? "The runs on the machines could not be read" : "The child runs could not be read";
  if (error) return <Failed what={what} error={error} onRetry={retry} />;
  if (items.length === 0 && isPending) return <LoadingRows rows={3} height={28} />;
  if (items.length === 0 && status === undefined) return <None isByTarget={isByTarget} isOver={isOver} />;
  return (
    <div className={classes.children}>
      <div className={classes.head}>
        <ChildTotals totals={totals} chosen={status} onChoose={setStatus} />
        <Link to="/runs" search={{ parent: runId, status }} className="oc-link">
          <Text size="sm">Show in the list of runs</Text>
        </Link>
      </div>
      <DataTable
        label={isByTarget ? "Runs by target" : "Child runs"}
        rows={items}
        columns={columns}
        rowHeight={ROW}
        idOf={(run) => run.id}
        nameOf={(run) => placeOf(run) || run.flow_name}
        testIdOf={() => "child-run"}
        onOpen={(run) => navigate({ to: "/runs/$runId", params: { runId: run.id } })}
        onNearEnd={more.onNearEnd}
        data-testid="children"
      />
      {more.moreError && <MoreFailed error={more.moreError} onRetry={more.retryMore} />}
    </div>
  );
}

function None({ isByTarget, isOver }: { isByTarget: boolean; isOver: boolean }) {
  const waits = isByTarget && !isOver;
  return (
    <Text size="sm" c="dimmed" p="md">
      {waits ? "The run on the first machine will show here." : "This run started no other runs."}
    </Text>
  );
}

function columnsFor(isByTarget: boolean): Column<RunItem>[] {
  return [
    {
      id: "status",
      title: "State",
      width: 160,
      cell: (run) => <StatusLabel status={shownStatus(run)} />,
    },
    {
      id: "run",
      title: isByTarget ? "Target" : "Flow",
      width: 220,
      cell: (run) => (
        <Link to="/runs/$runId" params={{ runId: run.id }} className="oc-link">
          {isByTarget ? placeOf(run) || run.flow_name : run.flow_name}
        </Link>
      ),
    },
    {
      id: "error",
      title: "What went wrong",
      hideBelow: 560,
      cell: (run) => <Line text={run.error?.message} />,
    },
    {
      id: "started",
      title: "Started",
      width: 180,
      hideBelow: 960,
      cell: (run) => <Line text={formatTime(run.started_at ?? run.created_at)} />,
    },
    {
      id: "duration",
      title: "Duration",
      width: 110,
      hideBelow: 560,
      cell: (run) => formatDuration(run.duration_ms),
    },
  ];
}

/** The first line of a text; all of it is told by its title. */
function Line({ text = "" }: { text?: string }) {
  return (
    <Text size="sm" c="dimmed" truncate title={text}>
      {text.split("\n", 1)[0]}
    </Text>
  );
}
