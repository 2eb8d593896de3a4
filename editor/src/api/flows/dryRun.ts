// POST /flows/dry-run: runs a document without doing anything, and tells what it would do. No run is kept.
import { useMutation } from "@tanstack/react-query";
import type { FlowDocument, JsonObject } from "../../core/document";
import type { Rehearsal } from "../../core/rehearsal";
import { client } from "../client";

interface Input {
  document: FlowDocument;
  parameters: JsonObject;
  pins?: JsonObject;
}

export function useDryRun() {
  return useMutation({
    mutationFn: (body: Input) => client.json<Rehearsal>("/flows/dry-run", { method: "POST", body }),
  });
}
