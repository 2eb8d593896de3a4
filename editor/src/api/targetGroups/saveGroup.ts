// POST /target-groups and PUT /target-groups/:id: keeps a group, new or known, with the targets that are in it.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { TargetGroup } from "../../core/targets";
import { type Stored, save } from "../save";

interface Draft {
  stored: Stored | undefined;
  name: string;
  description: string;
  tags: readonly string[];
  /** Ids of targets. */
  members: readonly string[];
}

export function useSaveTargetGroup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ stored, ...body }: Draft) => save<TargetGroup>("/target-groups", stored, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["targets"] }),
  });
}
