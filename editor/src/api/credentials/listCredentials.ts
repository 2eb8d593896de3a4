// GET /credentials: one page of credentials by name, without what is secret.
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import type { Credential } from "../../core/credentials";
import { client } from "../client";
import { type Page, query } from "../list";

const PAGE = 100;

export function useCredentials(filter: { q?: string; type?: string }) {
  return useInfiniteQuery({
    queryKey: ["credentials", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      client.get<Page<Credential>>(
        `/credentials${query({ ...filter, cursor: pageParam, limit: PAGE })}`,
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}
