// The rows of groups of targets.
import { Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";
import type { TargetGroup } from "../../../core/targets";
import { Tags } from "../../../ui/Tags";
import { actColumns, Dim, type RowActs, When } from "../../../ui/table/cells";
import { type Column, DataTable } from "../../../ui/table/DataTable";

interface Props extends RowActs<TargetGroup> {
  groups: readonly TargetGroup[];
  onNearEnd: () => void;
}

const ROW = 48;

export function GroupTable({ groups, onEdit, onDelete, onNearEnd }: Props) {
  const navigate = useNavigate();
  const columns = useMemo(() => columnsFor({ onEdit, onDelete }), [onEdit, onDelete]);
  return (
    <DataTable
      label="Groups of targets"
      rows={groups}
      columns={columns}
      rowHeight={ROW}
      idOf={(group) => group.id}
      nameOf={(group) => group.name}
      testIdOf={(group) => `group-row-${group.name}`}
      onOpen={(group) => (onEdit ? onEdit(group) : navigate({ to: "/targets", search: { group: group.id } }))}
      onNearEnd={onNearEnd}
      data-testid="group-list"
    />
  );
}

const many = (count: number) => (count === 1 ? "1 target" : `${count.toLocaleString()} targets`);

function columnsFor(acts: RowActs<TargetGroup>): Column<TargetGroup>[] {
  return [
    {
      id: "name",
      title: "Name",
      cell: ({ name }) => (
        <Text size="md" fw={600} truncate title={name}>
          {name}
        </Text>
      ),
    },
    {
      id: "members",
      title: "In it",
      width: 240,
      cell: (group) => (
        <>
          {many(group.members)}
          {group.members > 0 && (
            <>
              {" · "}
              <Link
                to="/targets"
                search={{ group: group.id }}
                className="oc-link"
                aria-label={`Show targets of ${group.name}`}
              >
                Show targets
              </Link>
            </>
          )}
        </>
      ),
    },
    {
      id: "description",
      title: "Description",
      hideBelow: 960,
      cell: ({ description }) => <Dim>{description}</Dim>,
    },
    { id: "tags", title: "Tags", width: 180, hideBelow: 760, cell: ({ tags }) => <Tags tags={tags} /> },
    {
      id: "changed",
      title: "Changed",
      width: 130,
      hideBelow: 760,
      cell: ({ updated_at, updated_by }) => <When at={updated_at} by={updated_by} />,
    },
    ...actColumns(acts),
  ];
}
