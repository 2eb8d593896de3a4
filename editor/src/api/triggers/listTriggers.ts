// GET /triggers: what starts the published version of a flow by itself, when it did last and when it will next.
import { useQuery } from "@tanstack/react-query";
import type { Trigger } from "../../core/triggers";
import { client } from "../client";
import { query } from "../list";

/** Under the key of flows: read again whenever a flow is published or switched. */
export const triggersKey = (flow: string) => ["flows", "triggers", flow] as const;

/** A server that was not told where people reach it is called where this page came from. */
const whole = (address: string) => new URL(address, window.location.origin).href;

export function useTriggers(flow: string) {
  return useQuery({
    queryKey: triggersKey(flow),
    queryFn: async ({ signal }) => {
      const { items } = await client.get<{ items: Trigger[] }>(`/triggers${query({ flow })}`, signal);
      return items.map((item) => ({ ...item, address: item.address && whole(item.address) }));
    },
    refetchInterval: 60_000,
  });
}
