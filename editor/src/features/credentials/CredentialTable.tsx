// The rows of credentials.
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import type { Credential, CredentialType } from "../../core/credentials";
import { actColumns, Dim, type RowActs, When } from "../../ui/table/cells";
import { type Column, DataTable } from "../../ui/table/DataTable";

interface Props extends RowActs<Credential> {
  credentials: readonly Credential[];
  types: readonly CredentialType[];
  active: string | undefined;
  onOpen: (credential: Credential) => void;
  onNearEnd: () => void;
}

const ROW = 48;

export function CredentialTable({ credentials, types, onEdit, onDelete, ...rest }: Props) {
  const columns = useMemo(() => columnsFor(types, { onEdit, onDelete }), [types, onEdit, onDelete]);
  return (
    <DataTable
      label="Credentials"
      rows={credentials}
      columns={columns}
      rowHeight={ROW}
      idOf={(credential) => credential.id}
      nameOf={(credential) => credential.name}
      testIdOf={(credential) => `credential-row-${credential.name}`}
      data-testid="credential-list"
      {...rest}
    />
  );
}

function columnsFor(types: readonly CredentialType[], acts: RowActs<Credential>): Column<Credential>[] {
  const typeName = (type: string) => types.find((one) => one.type === type)?.name ?? type;
  return [
    { id: "name", title: "Name", cell: (credential) => <Name credential={credential} /> },
    {
      id: "type",
      title: "Type",
      width: 160,
      hideBelow: 560,
      cell: ({ type }) => <Dim>{typeName(type)}</Dim>,
    },
    {
      id: "description",
      title: "Description",
      hideBelow: 960,
      cell: ({ description }) => <Dim>{description}</Dim>,
    },
    {
      id: "used",
      title: "Last used",
      width: 140,
      hideBelow: 760,
      cell: (one) => <When at={one.last_used_at} />,
    },
    {
      id: "rotated",
      title: "Rotated",
      width: 140,
      hideBelow: 760,
      cell: (one) => <When at={one.rotated_at} />,
    },
    ...actColumns(acts),
  ];
}

function Name({ credential }: { credential: Credential }) {
  return (
    <Link
      to="/credentials"
      search={(old) => ({ ...old, show: credential.id })}
      className="oc-link"
      title={credential.name}
    >
      {credential.name}
    </Link>
  );
}
