// The list of runs: facets, a time line to brush, live rows, acts on many, and everything in the address.
import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo } from "react";
import { useLiveRunList } from "../../../api/live/live";
import { useRuns } from "../../../api/runs/listRuns";
import { filterOf, isFiltered, listOf, type RunListSearch, textOf } from "../../../core/runFilter";
import listing from "../../../ui/Listing.module.css";
import { Loaded } from "../../../ui/Loaded";
import { Page } from "../../../ui/Page";
import { Empty, LoadingRows } from "../../../ui/states";
import { BulkBar } from "./BulkBar";
import { ExportMenu } from "./ExportMenu";
import { FilterBar } from "./FilterBar";
import { Histogram } from "./Histogram";
import { QueuePanel } from "./QueuePanel";
import { RunFilters } from "./RunFilters";
import { RunTable } from "./RunTable";

export type SetSearch = (change: RunListSearch) => void;

export function RunListPage({ search }: { search: RunListSearch }) {
  const navigate = useNavigate();
  const filter = useMemo(() => filterOf(search), [search]);
  const runs = useRuns(filter, search.sort);
  useLiveRunList();
  const items = useMemo(() => runs.data?.pages.flatMap((page) => page.items) ?? [], [runs.data]);
  const selected = useMemo(() => new Set(listOf(search.selected)), [search.selected]);

  const change: SetSearch = useCallback(
    (next) => navigate({ to: "/runs", search: (old) => ({ ...old, ...next }), replace: true }),
    [navigate],
  );
  /** Another filter begins at its first page, with nothing selected. */
  const setFilter: SetSearch = useCallback(
    (next) => change({ ...next, page: undefined, selected: undefined }),
    [change],
  );
  const showAll = useCallback(() => navigate({ to: "/runs", search: {}, replace: true }), [navigate]);
  const select = useCallback((ids: ReadonlySet<string>) => change({ selected: textOf([...ids]) }), [change]);
  const onNearEnd = usePages(runs, search.page, change);

  return (
    <Page title="Runs" isFull actions={<ExportMenu runs={items} selected={selected} />}>
      <QueuePanel />
      <div className={listing.columns}>
        <RunFilters search={search} onChange={setFilter} />
        <div className={listing.list}>
          <FilterBar
            search={search}
            onChange={setFilter}
            onOpenView={(view) => navigate({ to: "/runs", search: view })}
          />
          <Histogram filter={filter} onChange={setFilter} />
          {selected.size > 0 && <BulkBar runs={items} selected={selected} onSelect={select} />}
          <Loaded
            answer={runs}
            what="The runs could not be read"
            skeleton={<LoadingRows rows={8} height={52} />}
          >
            {() =>
              items.length > 0 ? (
                <RunTable
                  runs={items}
                  selected={selected}
                  onSelect={select}
                  sort={search.sort ?? "-created_at"}
                  onSort={(sort) =>
                    change({ sort: sort === "-created_at" ? undefined : sort, page: undefined })
                  }
                  onNearEnd={onNearEnd}
                />
              ) : (
                <NoRuns isFiltered={isFiltered(search)} onShowAll={showAll} />
              )
            }
          </Loaded>
        </div>
      </div>
    </Page>
  );
}

/** How many pages are shown is in the address, so that a reload shows as many; more come near the end of the list. */
function usePages(runs: ReturnType<typeof useRuns>, page: string | undefined, change: SetSearch) {
  const wanted = Math.min(100, Math.max(1, Number(page) || 1));
  const shown = runs.data?.pages.length ?? 0;
  const { hasNextPage, isFetching, isError, fetchNextPage } = runs;
  const mayAsk = hasNextPage && !isFetching && !isError;
  useEffect(() => {
    if (shown > 0 && shown < wanted && mayAsk) fetchNextPage();
  }, [shown, wanted, mayAsk, fetchNextPage]);
  return useCallback(() => {
    if (mayAsk && shown >= wanted) change({ page: String(shown + 1) });
  }, [mayAsk, shown, wanted, change]);
}

function NoRuns({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll: () => void }) {
  const navigate = useNavigate();
  if (isFiltered) {
    const showAll = (
      <Button variant="default" onClick={onShowAll}>
        Show all runs
      </Button>
    );
    return <Empty action={showAll}>No run matches these filters.</Empty>;
  }
  const open = (
    <>
      <Button onClick={() => navigate({ to: "/flows" })}>Go to flows</Button>
      <Button variant="subtle" onClick={() => navigate({ to: "/flows", search: { new: "example" } })}>
        Begin with an example
      </Button>
    </>
  );
  return <Empty action={open}>Nothing has run yet. Open a flow and press Run.</Empty>;
}
