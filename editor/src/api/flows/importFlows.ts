// POST /flows/import: stores many flows and tells what became of each.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { client } from "../client";

export type OnConflict = "rename" | "replace" | "skip";

export interface ImportItem {
  name: string;
  status: "imported" | "renamed" | "replaced" | "skipped" | "failed";
  id?: string | null;
  messages?: string[];
}

export interface ImportReport {
  items: ImportItem[];
}

interface ImportInput {
  flows: FlowDocument[];
  on_conflict: OnConflict;
  activate: boolean;
}

export function useImportFlows() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportInput) => client.json<ImportReport>("/flows/import", { method: "POST", body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["flows"] }),
  });
}
