// The rows of flows.
import { ActionIcon, Badge, Text, Tooltip } from "@mantine/core";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { FlowItem } from "../../api/flows/types";
import { formatAgo, formatTime } from "../../core/format";
import { RunTicks } from "../../ui/RunTicks";
import { Tags } from "../../ui/Tags";

import { type Column, DataTable } from "../../ui/table/DataTable";
import classes from "./FlowList.module.css";

interface Props {
  flows: readonly FlowItem[];
  selected: ReadonlySet<string>;
  onSelect: (ids: ReadonlySet<string>) => void;
  sort: string;
  onSort: (sort: string) => void;
  active: string | undefined;
  onActive: (flow: FlowItem) => void;
  onDelete?: (flow: FlowItem) => void;
  onNearEnd: () => void;
}

const ROW = 56;

export function FlowTable({ flows, onDelete, ...rest }: Props) {
  const navigate = useNavigate();
  const columns = useMemo(() => columnsFor(onDelete), [onDelete]);
  return (
    <DataTable
      label="Flows"
      rows={flows}
      columns={columns}
      rowHeight={ROW}
      idOf={(flow) => flow.id}
      nameOf={(flow) => flow.name}
      testIdOf={(flow) => `flow-row-${flow.name}`}
      onOpen={(flow) => navigate({ to: "/flows/$flowId", params: { flowId: flow.id } })}
      data-testid="flow-list"
      {...rest}
    />
  );
}

function columnsFor(onDelete: Props["onDelete"]): Column<FlowItem>[] {
  const columns: Column<FlowItem>[] = [
    { id: "name", title: "Name", sorts: ["name", "-name"], cell: (flow) => <Name flow={flow} /> },
    {
      id: "labels",
      title: "Labels",
      width: 170,
      hideBelow: 960,
      cell: (flow) => <Tags tags={flow.labels} />,
    },
    { id: "runs", title: "Last runs", width: 300, hideBelow: 560, cell: (flow) => <Runs flow={flow} /> },
    { id: "version", title: "Version", width: 80, hideBelow: 1160, cell: (flow) => flow.version },
    {
      id: "owner",
      title: "Owner",
      width: 110,
      hideBelow: 1160,
      cell: (flow) => (
        <Text size="sm" c="dimmed" truncate>
          {flow.owner ?? flow.created_by ?? "–"}
        </Text>
      ),
    },
    {
      id: "changed",
      title: "Changed",
      width: 120,
      sorts: ["-updated_at", "updated_at"],
      hideBelow: 760,
      cell: (flow) => <Changed flow={flow} />,
    },
  ];
  if (onDelete) {
    columns.push({
      id: "act",
      title: "Actions",
      hidesTitle: true,
      width: 52,
      cell: (flow) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Delete ${flow.name}`}
          onClick={() => onDelete(flow)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      ),
    });
  }
  return columns;
}

function Name({ flow }: { flow: FlowItem }) {
  return (
    <>
      <div className={classes.name}>
        <Link to="/flows/$flowId" params={{ flowId: flow.id }} className="oc-link" title={flow.name}>
          {flow.name}
        </Link>
        {!flow.is_active && (
          <Badge color="gray" variant="light" size="sm" tt="none" fw={500} flex="none">
            inactive
          </Badge>
        )}
      </div>
      {flow.description && (
        <Text size="xs" c="dimmed" truncate title={flow.description}>
          {flow.description}
        </Text>
      )}
    </>
  );
}

function Runs({ flow }: { flow: FlowItem }) {
  const runs = flow.last_runs ?? (flow.last_run ? [flow.last_run] : []);
  if (runs.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Never run
      </Text>
    );
  }
  return <RunTicks flowId={flow.id} flowName={flow.name} runs={runs} />;
}

function Changed({ flow }: { flow: FlowItem }) {
  return (
    <Tooltip label={`${formatTime(flow.updated_at)}${flow.updated_by ? ` by ${flow.updated_by}` : ""}`}>
      <Text size="sm" c="dimmed" component="span">
        {formatAgo(flow.updated_at, Date.now())}
      </Text>
    </Tooltip>
  );
}
