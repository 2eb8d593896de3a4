// GET /approvals: what people were asked in a run, and what they said.
import { useInfiniteQuery } from "@tanstack/react-query";
import { client } from "../client";
import { type Page, query } from "../list";

export interface Approval {
  id: string;
  run_id: string;
  flow_id: string | null;
  flow_name: string;
  node: string;
  title: string;
  message: string;
  /** Who may decide, by name. */
  approvers: string[];
  requested_at: string;
  /** Who started the run. */
  requested_by: string | null;
  due_at: string | null;
  state: "pending" | "approved" | "rejected" | "timed_out" | "cancelled";
  decided_by: string | null;
  decided_at: string | null;
  comment: string | null;
  /** Whether the person who asks may decide; if not, why. */
  may_decide: boolean;
  why_not: string | null;
}

interface Asked {
  state: "pending" | "decided";
  /** Changes when there may be others to read. */
  revision: string;
  /** How many there should be at least: a request is kept a moment after its step has begun. */
  least?: number;
}

const PAGE = 50;
const SOON_MS = 2_000;

export function useApprovals(run: string, { state, revision, least = 0 }: Asked) {
  return useInfiniteQuery({
    queryKey: ["approvals", run, state, revision],
    queryFn: ({ pageParam, signal }) =>
      client.get<Page<Approval>>(
        `/approvals${query({ state, run, cursor: pageParam, limit: PAGE })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous, query) =>
      query?.queryKey[1] === run && query.queryKey[2] === state ? previous : undefined,
    refetchInterval: ({ state: { data, error } }) => {
      const first = data?.pages[0];
      const isShort = first && !first.next_cursor && first.items.length < Math.min(least, PAGE);
      return isShort && !error ? SOON_MS : false;
    },
  });
}
