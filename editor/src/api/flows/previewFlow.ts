// GET /flows/:id for a picture of the flow; read again with the lists, unlike the copy the editor works on.
import { useQuery } from "@tanstack/react-query";
import { getFlow } from "./getFlow";

export function useFlowPreview(id: string) {
  return useQuery({
    queryKey: ["flows", "preview", id],
    queryFn: ({ signal }) => getFlow(id, signal),
    staleTime: 60_000,
  });
}
