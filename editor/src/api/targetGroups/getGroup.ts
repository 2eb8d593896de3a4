// GET /target-groups/:id: a group with the targets that are in it.
import { useQuery } from "@tanstack/react-query";
import type { FullTargetGroup } from "../../core/targets";
import { client } from "../client";

export function useTargetGroup(id: string) {
  return useQuery({
    queryKey: ["targets", "group", id],
    queryFn: ({ signal }) => client.get<FullTargetGroup>(`/target-groups/${encodeURIComponent(id)}`, signal),
    refetchOnMount: "always",
  });
}
