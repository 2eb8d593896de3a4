// The head of a table: what each column is, which one sorts, and the box that selects all rows.
import { Checkbox, UnstyledButton } from "@mantine/core";
import IconArrowDown from "@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs";
import IconArrowsSort from "@tabler/icons-react/dist/esm/icons/IconArrowsSort.mjs";
import IconArrowUp from "@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs";
import type { Column } from "./DataTable";
import classes from "./DataTable.module.css";

interface Props<Row> {
  columns: readonly Column<Row>[];
  sort?: string;
  onSort?: (sort: string) => void;
  selection?: { count: number; total: number };
  onSelectAll: (isOn: boolean) => void;
}

export function TableHead<Row>({ columns, sort, onSort, selection, onSelectAll }: Props<Row>) {
  return (
    <thead>
      <tr>
        {selection && (
          <th className={classes.check} scope="col">
            <Checkbox
              aria-label="Select all that are shown"
              checked={selection.count > 0 && selection.count >= selection.total}
              indeterminate={selection.count > 0 && selection.count < selection.total}
              onChange={(event) => onSelectAll(event.currentTarget.checked)}
              data-testid="select-all"
            />
          </th>
        )}
        {columns.map((column) => {
          const isSorted = sort !== undefined && column.sorts?.includes(sort) === true;
          return (
            <th
              key={column.id}
              scope="col"
              style={{ width: column.width }}
              data-hide={column.hideBelow}
              aria-sort={isSorted ? direction(sort) : undefined}
            >
              {column.sorts && onSort ? (
                <SortButton
                  title={column.title}
                  sorts={column.sorts}
                  sort={isSorted ? sort : undefined}
                  onSort={onSort}
                />
              ) : (
                <span className={column.hidesTitle ? "oc-sr-only" : undefined}>{column.title}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

const direction = (sort: string) => (sort.startsWith("-") ? "descending" : "ascending");

interface SortProps {
  title: string;
  sorts: readonly string[];
  sort: string | undefined;
  onSort: (sort: string) => void;
}

/** Each press takes the next direction. */
function SortButton({ title, sorts, sort, onSort }: SortProps) {
  const next = sorts[(sort === undefined ? 0 : sorts.indexOf(sort) + 1) % sorts.length];
  const Mark = sort === undefined ? IconArrowsSort : sort.startsWith("-") ? IconArrowDown : IconArrowUp;
  return (
    <UnstyledButton className={classes.sort} onClick={() => next !== undefined && onSort(next)}>
      {title}
      <Mark size={14} aria-hidden="true" />
    </UnstyledButton>
  );
}
