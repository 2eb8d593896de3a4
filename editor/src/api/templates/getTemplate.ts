// GET /templates/:id: a template with its document.
import { useQuery } from "@tanstack/react-query";
import type { Template } from "../../core/templates";
import { client } from "../client";

export function useTemplate(id: string) {
  return useQuery({
    queryKey: ["templates", "one", id],
    queryFn: ({ signal }) => client.get<Template>(`/templates/${encodeURIComponent(id)}`, signal),
    staleTime: 60_000,
    structuralSharing: false,
  });
}
