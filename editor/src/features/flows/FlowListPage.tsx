// The list of flows: categories and labels, rows with their last runs, a preview, acts on many, new ones.
import { Button } from "@mantine/core";
import IconFileImport from "@tabler/icons-react/dist/esm/icons/IconFileImport.mjs";
import IconPlus from "@tabler/icons-react/dist/esm/icons/IconPlus.mjs";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { useFlowList } from "../../api/flows/listFlows";
import type { FlowItem } from "../../api/flows/types";
import { useLiveRunList } from "../../api/live/live";
import { canEdit, useSession } from "../../api/session";
import { type FlowListSearch, isFlowFiltered } from "../../core/flowList";
import { listOf, textOf } from "../../core/runFilter";
import listing from "../../ui/Listing.module.css";
import { Loaded } from "../../ui/Loaded";
import { Page } from "../../ui/Page";
import { Empty, LoadingRows } from "../../ui/states";
import { useNearEnd } from "../../ui/table/useNearEnd";
import { CreateFlowDialog } from "./CreateFlow";
import { DeleteFlowDialog } from "./DeleteFlow";
import { FlowBulkBar } from "./FlowBulkBar";
import { FlowFilters, FlowSearch } from "./FlowFilters";
import { FlowPreview } from "./FlowPreview";
import { FlowTable } from "./FlowTable";
import { ImportDialog } from "./ImportDialog";
import { NewMenu } from "./NewMenu";

export type SetFlowSearch = (change: FlowListSearch) => void;

export function FlowListPage({ search }: { search: FlowListSearch }) {
  const navigate = useNavigate();
  const { search: text, category, active, sort } = search;
  const flows = useFlowList({ search: text, label: listOf(search.label), category, active, sort });
  const mayEdit = useSession(canEdit);
  const [isImporting, setImporting] = useState(false);
  const [doomed, setDoomed] = useState<FlowItem | null>(null);
  useLiveRunList();

  const items = useMemo(() => flows.data?.pages.flatMap((page) => page.items) ?? [], [flows.data]);
  const selected = useMemo(() => new Set(listOf(search.selected)), [search.selected]);
  const change: SetFlowSearch = useCallback(
    (next) => navigate({ to: "/flows", search: (old) => ({ ...old, ...next }), replace: true }),
    [navigate],
  );
  const setFilter: SetFlowSearch = useCallback((next) => change({ ...next, selected: undefined }), [change]);
  const select = useCallback((ids: ReadonlySet<string>) => change({ selected: textOf([...ids]) }), [change]);
  const onNearEnd = useNearEnd(flows);
  const previewed = items.find((flow) => flow.id === search.preview);

  return (
    <Page
      title="Flows"
      isFull
      actions={
        mayEdit && <NewButtons onImport={() => setImporting(true)} onNew={(what) => change({ new: what })} />
      }
    >
      <div className={listing.columns}>
        <FlowFilters search={search} onChange={setFilter} />
        <div className={listing.list}>
          <FlowSearch search={search} onChange={setFilter} />
          {selected.size > 0 && <FlowBulkBar flows={items} selected={selected} onSelect={select} />}
          <Loaded
            answer={flows}
            what="The flows could not be read"
            skeleton={<LoadingRows rows={8} height={52} />}
          >
            {() =>
              items.length > 0 ? (
                <FlowTable
                  flows={items}
                  selected={selected}
                  onSelect={select}
                  sort={sort ?? "-updated_at"}
                  onSort={(next) => change({ sort: next === "-updated_at" ? undefined : next })}
                  active={search.preview}
                  onActive={(flow) => change({ preview: flow.id })}
                  onDelete={mayEdit ? setDoomed : undefined}
                  onNearEnd={onNearEnd}
                />
              ) : (
                <NoFlows search={search} mayEdit={mayEdit} onChange={change} />
              )
            }
          </Loaded>
        </div>
        {previewed && <FlowPreview flow={previewed} onClose={() => change({ preview: undefined })} />}
      </div>
      {search.new && <CreateFlowDialog start={search.new} onClose={() => change({ new: undefined })} />}
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
      <DeleteFlowDialog flow={doomed} onClose={() => setDoomed(null)} />
    </Page>
  );
}

function NewButtons({ onImport, onNew }: { onImport: () => void; onNew: (what: string) => void }) {
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconFileImport size={16} />}
        onClick={onImport}
        data-testid="import-flows"
      >
        Import
      </Button>
      <Button.Group>
        <Button leftSection={<IconPlus size={16} />} onClick={() => onNew("blank")} data-testid="create-flow">
          New flow
        </Button>
        <NewMenu onNew={onNew} />
      </Button.Group>
    </>
  );
}

interface NoFlowsProps {
  search: FlowListSearch;
  mayEdit: boolean;
  onChange: SetFlowSearch;
}

function NoFlows({ search, mayEdit, onChange }: NoFlowsProps) {
  const navigate = useNavigate();
  if (isFlowFiltered(search)) {
    const showAll = (
      <Button variant="default" onClick={() => navigate({ to: "/flows", search: {} })}>
        Show all flows
      </Button>
    );
    return <Empty action={showAll}>No flow matches these filters.</Empty>;
  }
  if (!mayEdit) {
    return <Empty>There are no flows yet. People with the role operator or admin can make one.</Empty>;
  }
  const begin = (
    <>
      <Button onClick={() => onChange({ new: "blank" })}>New flow</Button>
      <Button variant="subtle" onClick={() => onChange({ new: "example" })} data-testid="empty-example">
        Begin with an example
      </Button>
    </>
  );
  return (
    <Empty action={begin}>
      There are no flows yet. A flow is a drawing of steps that the server runs for you.
    </Empty>
  );
}
