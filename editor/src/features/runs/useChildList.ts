// The runs that a run started: those that failed before all others, page by page, or only those of one state.
import { useMemo } from "react";
import { useChildren } from "../../api/runs/listChildren";
import type { RunItem } from "../../core/run";
import { useNearEnd } from "../../ui/table/useNearEnd";

type List = ReturnType<typeof useChildren>;

export function useChildList(runId: string, status: string | undefined, isOver: boolean) {
  const isWhole = status === undefined;
  const first = useChildren(runId, { status: status ?? "failed", isOver });
  const totals = first.data?.pages[0]?.totals;
  const asksLate = isWhole && isThrough(first) && (totals?.timed_out ?? 0) > 0;
  const late = useChildren(runId, { status: "timed_out", isOver, isAsked: asksLate });
  const asksAll = isWhole && isThrough(first) && (!asksLate || isThrough(late));
  const all = useChildren(runId, { isOver, isAsked: asksAll });
  const last = asksAll ? all : asksLate ? late : first;

  const shownLate = asksLate ? late.data : undefined;
  const shownAll = asksAll ? all.data : undefined;
  const items = useMemo(
    () => once([first.data, shownLate, shownAll].flatMap(itemsOf)),
    [first.data, shownLate, shownAll],
  );
  return {
    items,
    totals,
    isPending: last.isPending,
    error: last.data ? undefined : last.error,
    retry: () => last.refetch(),
    /** Why there are not more, where the next page could not be read. */
    moreError: last.isFetchNextPageError ? last.error : null,
    retryMore: () => last.fetchNextPage(),
    onNearEnd: useNearEnd(last),
  };
}

/** All of the list has been read. */
function isThrough({ isSuccess, hasNextPage }: List): boolean {
  return isSuccess && !hasNextPage;
}

function itemsOf(data: List["data"]): RunItem[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** The list of all holds those that failed as well. */
function once(items: readonly RunItem[]): RunItem[] {
  const seen = new Set<string>();
  return items.filter(({ id }) => !seen.has(id) && seen.add(id));
}
