// One run in the list.
import { Table, Text, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { formatAgo, formatDuration, formatTime, formatUntil } from "../../../core/format";
import { isEnded, type RunItem } from "../../../core/run";
import { StatusLabel } from "../../../ui/StatusMark";
import { PriorityCell } from "./PriorityCell";

export function RunRow({ run, mayEdit }: { run: RunItem; mayEdit: boolean }) {
  const since = run.started_at ?? run.created_at;
  return (
    <Table.Tr data-testid={`run-row-${run.id}`}>
      <Table.Td>
        <StatusLabel status={run.status} />
        {run.waiting_until && (
          <Text size="xs" c="dimmed">
            waiting until {formatUntil(run.waiting_until, Date.now())}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Link to="/runs/$runId" params={{ runId: run.id }} className="oc-link">
          {run.flow_name}
        </Link>
        <Text size="xs" c="dimmed" lineClamp={1}>
          {run.error?.message ?? (run.flow_version === null ? "not kept" : `version ${run.flow_version}`)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Tooltip label={formatTime(since)}>
          <span>{formatAgo(since, Date.now())}</span>
        </Tooltip>
      </Table.Td>
      <Table.Td>{isEnded(run.status) ? formatDuration(run.duration_ms) : "–"}</Table.Td>
      <Table.Td>
        <StepCounts run={run} />
      </Table.Td>
      <Table.Td>
        <PriorityCell run={run} mayEdit={mayEdit} />
      </Table.Td>
      <Table.Td>
        <Text size="sm" c="dimmed">
          {run.parent ? (
            <Link to="/runs/$runId" params={{ runId: run.parent }} className="oc-link">
              parent run
            </Link>
          ) : (
            (run.created_by ?? run.trigger)
          )}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}

function StepCounts({ run }: { run: RunItem }) {
  const { completed = 0, failed = 0, skipped = 0 } = run.steps ?? {};
  const parts = [`${completed} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return (
    <Text size="sm" c="dimmed">
      {parts.join(", ")}
    </Text>
  );
}
