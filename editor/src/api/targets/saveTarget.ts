// POST /targets and PUT /targets/:id: keeps a target, new or known.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Target, TargetBody } from "../../core/targets";
import { type Stored, save } from "../save";

interface Draft {
  stored: Stored | undefined;
  body: TargetBody;
}

export function useSaveTarget() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ stored, body }: Draft) => save<Target>("/targets", stored, body),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["targets"] }),
  });
}
