// GET /triggers: what starts the published version of a flow by itself, when it did last and when it will next.
import { useQuery } from "@tanstack/react-query";
import type { Trigger } from "../../core/triggers";
import { client } from "../client";
import { query } from "../list";

/** Under the key of flows: read again whenever a flow is published or switched. */
export const triggersKey = (flow: string) => ["flows", "triggers", flow] as const;

export function useTriggers(flow: string) {
  return useQuery({
    queryKey: triggersKey(flow),
    queryFn: async ({ signal }) =>
      (await client.get<{ items: Trigger[] }>(`/triggers${query({ flow })}`, signal)).items,
    refetchInterval: 60_000,
  });
}
