// Stored credentials: find one, make, change, rotate and delete them. What is secret never comes back from the server.
import { Button, Select, Text } from "@mantine/core";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useCredentials } from "../../api/credentials/listCredentials";
import { useCredentialTypes } from "../../api/credentials/listTypes";
import type { Credential, CredentialSearch, CredentialType } from "../../core/credentials";
import listing from "../../ui/Listing.module.css";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { SearchField } from "../../ui/SearchField";
import { Empty, LoadingRows } from "../../ui/states";
import { useNearEnd } from "../../ui/table/useNearEnd";
import { CredentialSheet, type Sheeted } from "./CredentialSheet";
import { CredentialTable } from "./CredentialTable";
import { DeleteCredential } from "./DeleteCredential";

const NONE: readonly CredentialType[] = [];

export function CredentialsPage({ search }: { search: CredentialSearch }) {
  const navigate = useNavigate();
  const credentials = useCredentials({ q: search.search, type: search.type });
  const types = useCredentialTypes().data ?? NONE;
  const [form, setForm] = useState<Sheeted | null>(null);
  const [doomed, setDoomed] = useState<Credential | null>(null);
  const items = useMemo(
    () => credentials.data?.pages.flatMap((page) => page.items) ?? [],
    [credentials.data],
  );
  const onNearEnd = useNearEnd(credentials);
  const change = useCallback(
    (next: CredentialSearch) =>
      navigate({ to: "/credentials", search: (old) => ({ ...old, ...next }), replace: true }),
    [navigate],
  );
  const edit = useCallback(({ id }: Credential) => setForm({ kind: "edit", id }), []);
  const isFiltered = search.search !== undefined || search.type !== undefined;
  // What was found before says nothing of what there is.
  const isSome = items.length > 0 || isFiltered || credentials.isPlaceholderData;
  const create = (
    <Button
      leftSection={<IconPlus size={16} />}
      onClick={() => setForm({ kind: "new" })}
      data-testid="create-credential"
    >
      New credential
    </Button>
  );
  return (
    <Page title="Credentials" isFull actions={isSome && create}>
      <Text size="sm" c="dimmed">
        Targets and flows sign in with these by name. What is secret is kept sealed, and never shown again.
      </Text>
      <div className={listing.list}>
        <Filters search={search} types={types} onChange={change} />
        <Loaded answer={credentials} what="The credentials could not be read">
          {() =>
            items.length > 0 ? (
              <CredentialTable
                credentials={items}
                types={types}
                active={search.show}
                onOpen={({ id }) => change({ show: id })}
                onEdit={edit}
                onDelete={setDoomed}
                onNearEnd={onNearEnd}
              />
            ) : isFiltered ? (
              <NoMatch onShowAll={() => change({ search: undefined, type: undefined })} />
            ) : isSome ? (
              <LoadingRows />
            ) : (
              <Empty action={create}>There are no credentials yet.</Empty>
            )
          }
        </Loaded>
      </div>
      <CredentialSheet
        shown={form ?? (search.show ? { kind: "detail", id: search.show } : null)}
        items={items}
        onShow={setForm}
        onDelete={setDoomed}
        onClose={() => (form ? setForm(null) : change({ show: undefined }))}
      />
      <DeleteCredential
        credential={doomed}
        onDeleted={() => {
          setDoomed(null);
          if (search.show !== undefined) change({ show: undefined });
        }}
        onClose={() => setDoomed(null)}
      />
    </Page>
  );
}

interface FilterProps {
  search: CredentialSearch;
  types: readonly CredentialType[];
  onChange: (change: CredentialSearch) => void;
}

function Filters({ search, types, onChange }: FilterProps) {
  return (
    <div className={listing.bar}>
      <SearchField
        label="Search credentials"
        placeholder="Name or description"
        testId="credential-search"
        value={search.search}
        onChange={(text) => onChange({ search: text })}
      />
      <Select
        aria-label="Type"
        placeholder="Any type"
        clearable
        data={types.map(({ type, name }) => ({ value: type, label: name }))}
        value={search.type ?? null}
        onChange={(type) => onChange({ type: type ?? undefined })}
        w={190}
        data-testid="filter-type"
      />
    </div>
  );
}

function NoMatch({ onShowAll }: { onShowAll: () => void }) {
  const showAll = (
    <Button variant="default" onClick={onShowAll}>
      Show all credentials
    </Button>
  );
  return <Empty action={showAll}>No credential matches.</Empty>;
}
