// What runs and what waits, beside how much may; the flows with the most of it.
import { Badge, Group, Paper, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type QueueState, useQueue } from "../../../api/runs/getQueue";

export function QueuePanel() {
  const { data } = useQueue();
  if (!data) return null;
  return (
    <Paper
      withBorder
      px="md"
      py="xs"
      radius="lg"
      component="section"
      aria-label="Queue"
      data-testid="queue-panel"
    >
      <Group gap="lg">
        <Count name="running" label={`running of ${data.at_once}`} count={data.running} />
        <Count name="pending" label={`waiting of ${data.queue_limit}`} count={data.pending} />
        <Count name="parked" label="asleep" count={data.parked} />
        <Count name="paused" label="paused" count={data.paused} />
        <TopFlows flows={data.flows} />
      </Group>
      {data.pending >= data.queue_limit && (
        <Text size="sm" mt="xs" c="var(--oc-st-warning)" role="status">
          The queue is full: new runs are refused until some of these have started.
        </Text>
      )}
    </Paper>
  );
}

function Count({ name, label, count }: { name: string; label: string; count: number }) {
  return (
    <div data-testid={`queue-${name}`}>
      <Text fz={20} fw={650} lh={1.2}>
        {count.toLocaleString()}
      </Text>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
    </div>
  );
}

function TopFlows({ flows }: { flows: QueueState["flows"] }) {
  if (flows.length === 0) return null;
  return (
    <Group gap="xs" flex={1}>
      {flows.slice(0, 5).map((flow) => (
        <Badge key={flow.flow_id ?? flow.name} variant="default" tt="none" fw={500}>
          {flow.flow_id ? (
            <Link to="/runs" search={{ flow: flow.flow_id }} className="oc-link">
              {flow.name}
            </Link>
          ) : (
            flow.name
          )}
          {`: ${flow.running} running, ${flow.pending} waiting`}
        </Badge>
      ))}
    </Group>
  );
}
