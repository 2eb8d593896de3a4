// POST /flows/validate: all problems and regions of a document, stored or not.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { FlowDocument } from "../../core/document";
import { identity } from "../../core/identity";
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

export function useValidation(document: FlowDocument, isOn = true) {
  // Documents are immutable, so a number per object stands for its content.
  return useQuery({
    queryKey: ["validation", identity(document)],
    queryFn: ({ signal }) => validateFlow(document, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    enabled: isOn,
  });
}
