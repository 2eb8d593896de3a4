// The keys by which a machine shows that it is itself: which are known, which are trusted, and no longer.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { HostKey } from "../../core/targets";
import { client } from "../client";

const pathOf = (target: string) => `/targets/${encodeURIComponent(target)}/host-keys`;

export function useHostKeys(target: string) {
  return useQuery({
    queryKey: ["targets", "host-keys", target],
    queryFn: ({ signal }) => client.get<{ items: HostKey[] }>(pathOf(target), signal),
    select: ({ items }) => items,
  });
}

export function useTrustHostKey(target: string) {
  return useKeyAct(target, (key) =>
    client.json<void>(`${pathOf(target)}/${encodeURIComponent(key)}/trust`, { method: "POST", body: {} }),
  );
}

export function useForgetHostKey(target: string) {
  return useKeyAct(target, (key) =>
    client.json<void>(`${pathOf(target)}/${encodeURIComponent(key)}`, { method: "DELETE" }),
  );
}

function useKeyAct(target: string, act: (key: string) => Promise<void>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["targets", "host-keys", target] }),
  });
}
