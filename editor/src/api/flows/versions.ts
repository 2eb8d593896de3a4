// /flows/:id/versions: what was published, by whom and why, and how its runs ended.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { client } from "../client";
import { type Page, query } from "../list";
import type { FlowDetail } from "./types";

export interface VersionItem {
  version: number;
  author: string;
  created_at: string;
  comment: string;
  tags: string[];
  runs: { completed: number; failed: number; other: number };
}

export type VersionWithDocument = Omit<VersionItem, "tags" | "runs"> & { document: FlowDocument };

const pathOf = (flow: string) => `/flows/${encodeURIComponent(flow)}/versions`;
const keyOf = (flow: string) => ["versions", flow] as const;

export function useVersions(flow: string) {
  return useInfiniteQuery({
    queryKey: [...keyOf(flow), "list"],
    queryFn: ({ pageParam, signal }) =>
      client.get<Page<VersionItem>>(`${pathOf(flow)}${query({ limit: 50, cursor: pageParam })}`, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

const LOOK_AGAIN_MS = 30_000;

/** The newest version, looked for again now and then, and whenever one comes back to the page. */
export function useNewestVersion(flow: string) {
  return useQuery({
    queryKey: [...keyOf(flow), "newest"],
    queryFn: async ({ signal }) =>
      (await client.get<Page<VersionItem>>(`${pathOf(flow)}?limit=1`, signal)).items[0] ?? null,
    staleTime: 0,
    refetchInterval: LOOK_AGAIN_MS,
    refetchOnWindowFocus: "always",
  });
}

export function getVersion(
  flow: string,
  version: number,
  signal?: AbortSignal,
): Promise<VersionWithDocument> {
  return client.get(`${pathOf(flow)}/${version}`, signal);
}

/** A version never changes. */
export function useVersion(flow: string, version: number | undefined) {
  return useQuery({
    queryKey: [...keyOf(flow), version],
    queryFn: ({ signal }) => getVersion(flow, version ?? 0, signal),
    enabled: version !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
}

/** Makes an older version the newest, unless somebody published since `version`. */
export function useRestoreVersion(flow: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ older, version }: { older: number; version: number }) =>
      client.json<FlowDetail>(`${pathOf(flow)}/${older}/restore`, { method: "POST", body: { version } }),
    onSuccess: () => {
      queries.invalidateQueries({ queryKey: keyOf(flow) });
      queries.invalidateQueries({ queryKey: ["flows"] });
    },
  });
}

/** Names a version, or takes the name away; a version that had the name loses it. */
export function useTagVersion(flow: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ tag, version }: { tag: string; version: number | null }) => {
      const path = `/flows/${encodeURIComponent(flow)}/tags/${encodeURIComponent(tag)}`;
      return version === null
        ? client.json<void>(path, { method: "DELETE" })
        : client.json<void>(path, { method: "PUT", body: { version } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: [...keyOf(flow), "list"] }),
  });
}
