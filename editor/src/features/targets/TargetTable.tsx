// The rows of targets.
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Target } from "../../core/targets";
import listing from "../../ui/Listing.module.css";
import { OsMark } from "../../ui/OsMark";
import { Tags } from "../../ui/Tags";
import { actColumns, Dim, type RowActs } from "../../ui/table/cells";
import { type Column, DataTable } from "../../ui/table/DataTable";
import { TargetState, TestState } from "./words";

interface Props extends RowActs<Target> {
  targets: readonly Target[];
  sort: string;
  onSort: (sort: string) => void;
  active: string | undefined;
  onOpen: (target: Target) => void;
  onNearEnd: () => void;
}

const ROW = 48;

export function TargetTable({ targets, onEdit, onDelete, ...rest }: Props) {
  const columns = useMemo(() => columnsFor({ onEdit, onDelete }), [onEdit, onDelete]);
  return (
    <DataTable
      label="Targets"
      rows={targets}
      columns={columns}
      rowHeight={ROW}
      idOf={(target) => target.id}
      nameOf={(target) => target.name}
      testIdOf={(target) => `target-row-${target.name}`}
      data-testid="target-list"
      {...rest}
    />
  );
}

function columnsFor(acts: RowActs<Target>): Column<Target>[] {
  return [
    { id: "name", title: "Name", sorts: ["name", "-name"], cell: (target) => <Name target={target} /> },
    {
      id: "hostname",
      title: "Host name",
      sorts: ["hostname", "-hostname"],
      hideBelow: 560,
      cell: ({ hostname }) => <Dim>{hostname}</Dim>,
    },
    {
      id: "environment",
      title: "Environment",
      width: 124,
      sorts: ["environment", "-environment"],
      hideBelow: 760,
      cell: ({ environment }) => <Dim>{environment}</Dim>,
    },
    {
      id: "status",
      title: "Status",
      width: 136,
      hideBelow: 760,
      cell: ({ status }) => <TargetState status={status} />,
    },
    { id: "tags", title: "Tags", width: 160, hideBelow: 1160, cell: ({ tags }) => <Tags tags={tags} /> },
    {
      id: "groups",
      title: "Groups",
      width: 150,
      hideBelow: 1160,
      cell: ({ groups }) => <Dim>{groups.map(({ name }) => name).join(", ")}</Dim>,
    },
    {
      id: "test",
      title: "Last test",
      width: 166,
      hideBelow: 760,
      cell: ({ last_test }) => <TestState test={last_test} />,
    },
    ...actColumns(acts),
  ];
}

function Name({ target }: { target: Target }) {
  return (
    <span className={listing.marked}>
      <OsMark os={target.os_type} />
      <Link
        to="/targets"
        search={(old) => ({ ...old, show: target.id })}
        className="oc-link"
        title={target.name}
      >
        {target.name}
      </Link>
    </span>
  );
}
