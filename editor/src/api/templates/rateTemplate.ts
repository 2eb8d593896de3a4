// PUT /templates/:id/rating: one to five stars; a person's last rating counts.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "../client";

export function useRateTemplate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, stars }: { id: string; stars: number }) =>
      client.json<void>(`/templates/${encodeURIComponent(id)}/rating`, { method: "PUT", body: { stars } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["templates"] }),
  });
}
