// How the flow's runs of the last 30 days went.
import { Group, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type FlowStatistics, useStatistics } from "../../api/flows/getStatistics";
import { formatDuration } from "../../core/format";

export default function Statistics({ flow }: { flow: string }) {
  const { data } = useStatistics(flow);
  if (!data) return null;
  return (
    <section aria-label="Last 30 days" data-testid="flow-statistics">
      <Text fw={650} fz={14} mt="lg" mb="xs">
        Last 30 days
      </Text>
      {data.runs === 0 ? (
        <Text size="sm" c="dimmed">
          The flow has not run.
        </Text>
      ) : (
        <Figures data={data} />
      )}
      {data.last_run && (
        <Link to="/runs/$runId" params={{ runId: data.last_run }} className="oc-link">
          Last run
        </Link>
      )}
    </section>
  );
}

function Figures({ data }: { data: FlowStatistics }) {
  const rows: [string, string][] = [
    ["Runs", data.runs.toLocaleString()],
    ["Completed", percent(data.success_rate)],
    ["Failed", (data.failed + data.timed_out).toLocaleString()],
    ["Cancelled", data.cancelled.toLocaleString()],
    ["Takes on average", formatDuration(data.mean_ms)],
    ["19 of 20 take at most", formatDuration(data.p95_ms)],
  ];
  return rows.map(([label, value]) => (
    <Group key={label} justify="space-between">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text size="sm">{value}</Text>
    </Group>
  ));
}

function percent(share: number | null): string {
  return share === null ? "–" : `${(share * 100).toFixed(share === 1 ? 0 : 1)} %`;
}
