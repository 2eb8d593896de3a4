// The pane beside the list: a picture of the flow, what it is for, and what can be done with it.
import { Badge, Button, CloseButton, Group, Skeleton, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useStatistics } from "../../api/flows/getStatistics";
import { useFlowPreview } from "../../api/flows/previewFlow";
import type { FlowItem } from "../../api/flows/types";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { formatDuration, formatTime } from "../../core/format";
import { Facts } from "../../ui/Facts";
import { Thumbnail } from "../../ui/Thumbnail";
import classes from "./FlowList.module.css";

const PICTURE = 160;

export function FlowPreview({ flow, onClose }: { flow: FlowItem; onClose: () => void }) {
  const detail = useFlowPreview(flow.id);
  const catalog = useCatalog();
  return (
    <aside className={classes.preview} aria-label={`About ${flow.name}`} data-testid="flow-preview">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Title order={2}>{flow.name}</Title>
        <CloseButton aria-label="Close the preview" onClick={onClose} />
      </Group>
      {detail.data && catalog.data ? (
        <Thumbnail document={detail.data.document} catalog={catalog.data} height={PICTURE} />
      ) : detail.error ? (
        <Text size="sm" c="dimmed" role="status">
          The drawing could not be read.
        </Text>
      ) : (
        <Skeleton height={PICTURE} radius="md" />
      )}
      {flow.description && <Text size="sm">{flow.description}</Text>}
      {flow.labels.length > 0 && (
        <Group gap={4}>
          {flow.labels.map((label) => (
            <Badge key={label} variant="default" size="sm" tt="none" fw={500}>
              {label}
            </Badge>
          ))}
        </Group>
      )}
      <About flow={flow} />
      <Group gap="xs">
        <Link to="/flows/$flowId" params={{ flowId: flow.id }}>
          <Button component="span">Open</Button>
        </Link>
        <Link to="/runs" search={{ flow: flow.id }}>
          <Button component="span" variant="default">
            Its runs
          </Button>
        </Link>
      </Group>
    </aside>
  );
}

function About({ flow }: { flow: FlowItem }) {
  const { data } = useStatistics(flow.id);
  const rows: [string, string][] = [
    ["Nodes", String(flow.node_count)],
    ["Version", String(flow.version)],
    ["Changed", `${formatTime(flow.updated_at)}${flow.updated_by ? ` by ${flow.updated_by}` : ""}`],
    ["Owner", flow.owner ?? flow.created_by ?? "–"],
  ];
  if (flow.category) rows.unshift(["Category", flow.category]);
  if (data && data.runs > 0) {
    rows.push(["Runs in 30 days", data.runs.toLocaleString()]);
    rows.push(["Completed", data.success_rate === null ? "–" : `${Math.round(data.success_rate * 100)} %`]);
    rows.push(["Takes on average", formatDuration(data.mean_ms)]);
  }
  return <Facts rows={rows} />;
}
