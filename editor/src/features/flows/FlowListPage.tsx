// The list of flows: search, open, create, import, delete.
import { Button, Table, TextInput } from "@mantine/core";
import IconFileImport from "@tabler/icons-react/dist/esm/icons/IconFileImport.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import IconSearch from "@tabler/icons-react/dist/esm/icons/IconSearch.mjs";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useFlows } from "../../api/flows/listFlows";
import type { FlowItem } from "../../api/flows/types";
import { useLiveRunList } from "../../api/live/live";
import { canEdit, useSession } from "../../api/session";
import { Page } from "../../ui/Page";
import { Empty, Failed, LoadingRows } from "../../ui/states";
import { CreateFlowDialog, useImportFlow } from "./CreateFlow";
import { DeleteFlowDialog } from "./DeleteFlow";
import { FlowRow } from "./FlowRow";

export function FlowListPage({ search }: { search: string }) {
  const navigate = useNavigate();
  const flows = useFlows(search);
  const mayEdit = useSession(canEdit);
  const [isCreating, setCreating] = useState(false);
  const [doomed, setDoomed] = useState<FlowItem | null>(null);
  const importFlow = useImportFlow();
  useLiveRunList();

  const items = flows.data?.pages.flatMap((page) => page.items);
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)} data-testid="create-flow">
      New flow
    </Button>
  );

  return (
    <Page
      title="Flows"
      actions={
        mayEdit && (
          <>
            <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={importFlow}>
              Import
            </Button>
            {create}
          </>
        )
      }
    >
      <TextInput
        aria-label="Search flows"
        placeholder="Search by name, description or label"
        leftSection={<IconSearch size={16} />}
        defaultValue={search}
        onChange={(event) =>
          navigate({
            to: "/flows",
            search: { search: event.currentTarget.value || undefined },
            replace: true,
          })
        }
        maw={420}
        data-testid="flow-search"
      />
      {flows.error && (
        <Failed what="The flows could not be read" error={flows.error} onRetry={() => flows.refetch()} />
      )}
      {flows.isPending && <LoadingRows />}
      {items?.length === 0 && (
        <Empty action={search ? undefined : mayEdit && create}>
          {search
            ? `No flow matches “${search}”. Try a shorter word.`
            : "There are no flows yet. A flow is a drawing of steps that the server runs for you."}
        </Empty>
      )}
      {items && items.length > 0 && <FlowTable items={items} onDelete={mayEdit ? setDoomed : undefined} />}
      {flows.hasNextPage && (
        <Button variant="default" loading={flows.isFetchingNextPage} onClick={() => flows.fetchNextPage()}>
          Show more
        </Button>
      )}
      <CreateFlowDialog opened={isCreating} onClose={() => setCreating(false)} />
      <DeleteFlowDialog flow={doomed} onClose={() => setDoomed(null)} />
    </Page>
  );
}

function FlowTable({ items, onDelete }: { items: FlowItem[]; onDelete?: (flow: FlowItem) => void }) {
  return (
    <Table.ScrollContainer type="native" minWidth={640} className="oc-table">
      <Table verticalSpacing="sm" highlightOnHover data-testid="flow-list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th w={220}>Last run</Table.Th>
            <Table.Th w={90}>Nodes</Table.Th>
            <Table.Th w={180}>Changed</Table.Th>
            <Table.Th w={56}>
              <span className="oc-sr-only">Actions</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((flow) => (
            <FlowRow key={flow.id} flow={flow} onDelete={onDelete} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
