// POST /templates/:id/use: the document of a template with answers to what it asks for.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument, JsonObject } from "../../core/document";
import { client } from "../client";

interface Use {
  id: string;
  values: JsonObject;
}

async function fillTemplate({ id, values }: Use): Promise<FlowDocument> {
  const path = `/templates/${encodeURIComponent(id)}/use`;
  return (await client.json<{ document: FlowDocument }>(path, { method: "POST", body: { values } })).document;
}

export function useFillTemplate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: fillTemplate,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["templates", "list"] }),
  });
}
