// GET /targets/:id: one target.
import { useQuery } from "@tanstack/react-query";
import type { Target } from "../../core/targets";
import { client } from "../client";

export function useTarget(id: string) {
  return useQuery({
    queryKey: ["targets", "one", id],
    queryFn: ({ signal }) => client.get<Target>(`/targets/${encodeURIComponent(id)}`, signal),
    refetchOnMount: "always",
  });
}
