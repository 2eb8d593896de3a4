// One flow in the list.
import { ActionIcon, Badge, Group, Table, Text, Tooltip } from "@mantine/core";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { Link } from "@tanstack/react-router";
import type { FlowItem } from "../../api/flows/types";
import { formatAgo, formatTime } from "../../core/format";
import { StatusLabel } from "../../ui/StatusMark";

export function FlowRow({ flow, onDelete }: { flow: FlowItem; onDelete?: (flow: FlowItem) => void }) {
  return (
    <Table.Tr data-testid={`flow-row-${flow.name}`}>
      <Table.Td>
        <Group gap="xs">
          <Link to="/flows/$flowId" params={{ flowId: flow.id }} className="oc-link">
            {flow.name}
          </Link>
          {!flow.is_active && (
            <Badge color="gray" variant="light" size="sm" tt="none" fw={500}>
              inactive
            </Badge>
          )}
          {flow.labels.map((label) => (
            <Badge key={label} variant="default" size="sm" tt="none" fw={500}>
              {label}
            </Badge>
          ))}
        </Group>
        {flow.description && (
          <Text size="xs" c="dimmed" lineClamp={1}>
            {flow.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <LastRun run={flow.last_run} />
      </Table.Td>
      <Table.Td>{flow.node_count}</Table.Td>
      <Table.Td>
        <Tooltip label={`${formatTime(flow.updated_at)}, version ${flow.version}`}>
          <Text size="sm" c="dimmed" component="span">
            {formatAgo(flow.updated_at, Date.now())}
            {flow.updated_by ? ` by ${flow.updated_by}` : ""}
          </Text>
        </Tooltip>
      </Table.Td>
      <Table.Td>
        {onDelete && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Delete ${flow.name}`}
            onClick={() => onDelete(flow)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function LastRun({ run }: { run: FlowItem["last_run"] }) {
  if (!run) {
    return (
      <Text size="sm" c="dimmed">
        Never run
      </Text>
    );
  }
  return (
    <Link to="/runs/$runId" params={{ runId: run.id }} style={{ textDecoration: "none" }}>
      <Group gap="xs" wrap="nowrap">
        <StatusLabel status={run.status} />
        <Text size="xs" c="dimmed">
          {formatAgo(run.started_at, Date.now())}
        </Text>
      </Group>
    </Link>
  );
}
