// GET /targets: the machines whose name or address fits a text, to choose from.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Target } from "../../core/targets";
import { client } from "../client";
import { type Page, query } from "../list";

export type FoundTarget = Pick<Target, "id" | "name" | "hostname" | "os_type">;

const MOST = 30;

export function useFoundTargets(text: string, isAsked: boolean) {
  return useQuery({
    queryKey: ["targets", "found", text],
    queryFn: ({ signal }) =>
      client.get<Page<FoundTarget>>(`/targets${query({ q: text, limit: MOST })}`, signal),
    select: (page) => page.items,
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
}
