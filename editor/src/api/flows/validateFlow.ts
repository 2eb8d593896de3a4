// POST /flows/validate: all problems and regions of a document, stored or not.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import type { Problem, Region } from "../../core/problems";
import { client } from "../client";

export interface Validation {
  valid: boolean;
  problems: Problem[];
  regions?: Region[];
}

function validateFlow(document: FlowDocument, signal?: AbortSignal): Promise<Validation> {
  return client.json("/flows/validate", { method: "POST", body: { document }, signal });
}

let documentIds = 0;
const ids = new WeakMap<FlowDocument, number>();

/** Documents are immutable, so a number per object stands for its content. */
function identity(document: FlowDocument): number {
  const known = ids.get(document);
  if (known !== undefined) return known;
  documentIds += 1;
  ids.set(document, documentIds);
  return documentIds;
}

export function useValidation(document: FlowDocument) {
  return useQuery({
    queryKey: ["validation", identity(document)],
    queryFn: ({ signal }) => validateFlow(document, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
}
