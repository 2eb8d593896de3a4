// How something that others may use is deleted: refused while they do, unless it is forced.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "./client";
import { query } from "./list";

/** `list` is where it is found, and how all that is told of it is kept. */
export function useDeletion(list: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, force }: { id: string; force: boolean }) =>
      client.json<void>(`/${list}/${encodeURIComponent(id)}${query({ force: force || undefined })}`, {
        method: "DELETE",
      }),
    // What is told of the one that is gone is not asked for again.
    onSuccess: (_, { id }) =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === list && queryKey[2] !== id }),
  });
}
