// The list of runs: filter by state and flow, newest first, live.
import { Badge, Button, CloseButton, Group, Select, Table, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useFlows } from "../../../api/flows/listFlows";
import { useLiveRunList } from "../../../api/live/live";
import { type RunFilter, useRuns } from "../../../api/runs/listRuns";
import { canEdit, useSession } from "../../../api/session";
import type { RunItem, RunStatus } from "../../../core/run";
import { Page } from "../../../ui/Page";
import { Empty, Failed, LoadingRows } from "../../../ui/states";
import { statusLook } from "../../../ui/status";
import { QueuePanel } from "./QueuePanel";
import { RunRow } from "./RunRow";

const STATUSES: RunStatus[] = [
  "pending",
  "running",
  "paused",
  "completed",
  "failed",
  "cancelled",
  "timed_out",
];

export function RunListPage({ filter }: { filter: RunFilter }) {
  const navigate = useNavigate();
  const runs = useRuns(filter);
  useLiveRunList();
  const items = runs.data?.pages.flatMap((page) => page.items);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  const setFilter = (next: RunFilter) => navigate({ to: "/runs", search: next, replace: true });
  return (
    <Page title="Runs">
      <QueuePanel />
      <Group gap="sm">
        <Select
          aria-label="State"
          placeholder="Every state"
          clearable
          data={STATUSES.map((status) => ({ value: status, label: statusLook(status).label }))}
          value={filter.status ?? null}
          onChange={(status) => setFilter({ ...filter, status: status ?? undefined })}
          w={200}
          data-testid="filter-status"
        />
        <FlowFilter value={filter.flow} onChange={(flow) => setFilter({ ...filter, flow })} />
        {filter.parent && (
          <Badge
            variant="light"
            size="lg"
            tt="none"
            fw={500}
            data-testid="filter-parent"
            rightSection={
              <CloseButton
                size="xs"
                aria-label="Show runs of every parent"
                onClick={() => setFilter({ ...filter, parent: undefined })}
              />
            }
          >
            Started by{" "}
            <Link to="/runs/$runId" params={{ runId: filter.parent }} className="oc-link">
              one run
            </Link>
          </Badge>
        )}
        {isFiltered && (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => setFilter({})}
            leftSection={<CloseButton component="span" size="xs" />}
          >
            Clear
          </Button>
        )}
      </Group>
      {runs.error && (
        <Failed what="The runs could not be read" error={runs.error} onRetry={() => runs.refetch()} />
      )}
      {runs.isPending && <LoadingRows />}
      {items?.length === 0 && (
        <Empty
          action={
            isFiltered ? (
              <Button variant="default" onClick={() => setFilter({})}>
                Show all runs
              </Button>
            ) : (
              <Button onClick={() => navigate({ to: "/flows" })}>Go to flows</Button>
            )
          }
        >
          {isFiltered ? "No run matches these filters." : "Nothing has run yet. Open a flow and press Run."}
        </Empty>
      )}
      {items && items.length > 0 && <RunTable items={items} />}
      {runs.hasNextPage && (
        <Button variant="default" loading={runs.isFetchingNextPage} onClick={() => runs.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Page>
  );
}

function FlowFilter({ value, onChange }: { value?: string; onChange: (flow: string | undefined) => void }) {
  const flows = useFlows("");
  const data = (flows.data?.pages ?? [])
    .flatMap((page) => page.items)
    .map((flow) => ({ value: flow.id, label: flow.name }));
  return (
    <Select
      aria-label="Flow"
      placeholder="Every flow"
      clearable
      searchable
      data={data}
      value={value ?? null}
      onChange={(flow) => onChange(flow ?? undefined)}
      w={260}
      data-testid="filter-flow"
    />
  );
}

function RunTable({ items }: { items: RunItem[] }) {
  const mayEdit = useSession(canEdit);
  return (
    <Table.ScrollContainer type="native" minWidth={860} className="oc-table">
      <Table verticalSpacing="sm" highlightOnHover data-testid="run-list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={170}>State</Table.Th>
            <Table.Th>Flow</Table.Th>
            <Table.Th w={200}>Started</Table.Th>
            <Table.Th w={110}>Duration</Table.Th>
            <Table.Th w={170}>Steps</Table.Th>
            <Table.Th w={100}>Priority</Table.Th>
            <Table.Th w={130}>Started by</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {items.map((run) => (
            <RunRow key={run.id} run={run} mayEdit={mayEdit} />
          ))}
        </Table.Tbody>
      </Table>
      <Text component="span" className="oc-sr-only" aria-live="polite">
        {items.length} runs shown
      </Text>
    </Table.ScrollContainer>
  );
}
