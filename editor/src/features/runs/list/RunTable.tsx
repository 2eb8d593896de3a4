// The rows of runs.
import { Badge, Text, Tooltip } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import { canEdit, useSession } from "../../../api/session";
import { shownStatus } from "../../../core/approvals";
import { formatAgo, formatDuration, formatTime, formatUntil } from "../../../core/format";
import { isEnded, type RunItem } from "../../../core/run";
import { placeOf } from "../../../core/selectors";
import { startedBy } from "../../../core/startedBy";
import { StatusLabel } from "../../../ui/StatusMark";
import { type Column, DataTable } from "../../../ui/table/DataTable";
import { PriorityCell } from "./PriorityCell";
import classes from "./RunList.module.css";

interface Props {
  runs: readonly RunItem[];
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  sort: string;
  onSort: (sort: string) => void;
  onNearEnd: () => void;
}

const ROW = 56;

export function RunTable({ runs, selected, onSelect, sort, onSort, onNearEnd }: Props) {
  const navigate = useNavigate();
  const mayEdit = useSession(canEdit);
  const columns = useMemo(() => columnsFor(mayEdit), [mayEdit]);
  return (
    <DataTable
      label="Runs"
      rows={runs}
      columns={columns}
      rowHeight={ROW}
      idOf={(run) => run.id}
      nameOf={(run) => `${run.flow_name}, ${formatTime(run.created_at)}`}
      testIdOf={(run) => `run-row-${run.id}`}
      selected={selected}
      onSelect={onSelect}
      sort={sort}
      onSort={onSort}
      onOpen={(run) => navigate({ to: "/runs/$runId", params: { runId: run.id } })}
      onNearEnd={onNearEnd}
      data-testid="run-list"
    />
  );
}

function columnsFor(mayEdit: boolean): Column<RunItem>[] {
  return [
    { id: "status", title: "State", width: 178, cell: (run) => <State run={run} /> },
    { id: "flow", title: "Flow", cell: (run) => <Flow run={run} /> },
    {
      id: "started",
      title: "Started",
      width: 130,
      sorts: ["-created_at", "created_at"],
      hideBelow: 560,
      cell: (run) => <Started run={run} />,
    },
    {
      id: "duration",
      title: "Duration",
      width: 110,
      sorts: ["-duration"],
      hideBelow: 760,
      cell: (run) => (isEnded(run.status) ? formatDuration(run.duration_ms) : "–"),
    },
    { id: "steps", title: "Steps", width: 150, hideBelow: 960, cell: (run) => <Steps run={run} /> },
    {
      id: "priority",
      title: "Priority",
      width: 104,
      hideBelow: 1160,
      cell: (run) => <PriorityCell run={run} mayEdit={mayEdit} />,
    },
    { id: "by", title: "Started by", width: 110, hideBelow: 760, cell: (run) => <StartedBy run={run} /> },
  ];
}

function State({ run }: { run: RunItem }) {
  return (
    <>
      <StatusLabel status={shownStatus(run)} />
      {run.waiting_until && (
        <Text size="xs" c="dimmed" truncate>
          waiting until {formatUntil(run.waiting_until, Date.now())}
        </Text>
      )}
    </>
  );
}

function Flow({ run }: { run: RunItem }) {
  const version = run.flow_version === null ? "not kept" : `version ${run.flow_version}`;
  const place = placeOf(run);
  return (
    <>
      <div className={classes.name}>
        <Text truncate size="md">
          <Link to="/runs/$runId" params={{ runId: run.id }} className="oc-link">
            {run.flow_name}
          </Link>
        </Text>
        {place && (
          <Badge className={classes.place} variant="default" tt="none" title={place} data-testid="run-target">
            <span className="oc-sr-only">on </span>
            {place}
          </Badge>
        )}
      </div>
      <Text size="xs" c="dimmed" truncate title={run.error?.message}>
        {run.error?.message ?? version}
      </Text>
    </>
  );
}

function Started({ run }: { run: RunItem }) {
  const since = run.started_at ?? run.created_at;
  return (
    <Tooltip label={formatTime(since)}>
      <span>{formatAgo(since, Date.now())}</span>
    </Tooltip>
  );
}

function Steps({ run }: { run: RunItem }) {
  const { completed = 0, failed = 0, skipped = 0 } = run.steps ?? {};
  const parts = [`${completed} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return (
    <Text size="sm" c="dimmed" truncate title={parts.join(", ")}>
      {parts.join(", ")}
    </Text>
  );
}

function StartedBy({ run }: { run: RunItem }) {
  return (
    <Text size="sm" c="dimmed" truncate>
      {run.parent ? (
        <Link to="/runs/$runId" params={{ runId: run.parent }} className="oc-link">
          parent run
        </Link>
      ) : (
        startedBy(run)
      )}
    </Text>
  );
}
