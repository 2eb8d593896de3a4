// POST /templates and PUT /templates/:id: keeps a template, new or known.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Template, TemplateDraft } from "../../core/templates";
import { client } from "../client";

function saveTemplate({ id, draft }: { id?: string; draft: TemplateDraft }): Promise<Template> {
  return id === undefined
    ? client.json("/templates", { method: "POST", body: draft })
    : client.json(`/templates/${encodeURIComponent(id)}`, { method: "PUT", body: draft });
}

export function useSaveTemplate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: saveTemplate,
    onSuccess: () => queries.invalidateQueries({ queryKey: ["templates"] }),
  });
}
