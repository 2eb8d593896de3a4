// Cells that the tables of several pages have: a quiet text, a moment, and the buttons at the end of a row.
import { ActionIcon, Text } from "@mantine/core";
import IconPencil from "@tabler/icons-react/dist/esm/icons/IconPencil.mjs";
import IconTrash from "@tabler/icons-react/dist/esm/icons/IconTrash.mjs";
import { formatAgo, formatTime } from "../../core/format";
import type { Column } from "./DataTable";

export function Dim({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed" truncate title={children}>
      {children || "–"}
    </Text>
  );
}

export function When({ at, by, never = "never" }: { at: string | null; by?: string | null; never?: string }) {
  return (
    <Text size="sm" c="dimmed" title={at ? `${formatTime(at)}${by ? ` by ${by}` : ""}` : undefined}>
      {at ? formatAgo(at, Date.now()) : never}
    </Text>
  );
}

export interface RowActs<Row> {
  onEdit?: (row: Row) => void;
  onDelete?: (row: Row) => void;
}

/** Edit and delete, for whoever may. */
export function actColumns<Row extends { name: string }>({ onEdit, onDelete }: RowActs<Row>): Column<Row>[] {
  if (!onEdit || !onDelete) return [];
  return [
    {
      id: "act",
      title: "Actions",
      hidesTitle: true,
      width: 92,
      cell: (row) => (
        <>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Edit ${row.name}`}
            onClick={() => onEdit(row)}
          >
            <IconPencil size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Delete ${row.name}`}
            onClick={() => onDelete(row)}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </>
      ),
    },
  ];
}
