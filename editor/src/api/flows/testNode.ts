// POST /flows/test-node: runs one node of a document by itself.
import { useMutation } from "@tanstack/react-query";
import type { FlowDocument, Json, JsonObject } from "../../core/document";
import type { Problem } from "../../core/problems";
import type { LogLine, RunError } from "../../core/run";
import { client } from "../client";

interface Input {
  document: FlowDocument;
  node: string;
  message?: Json;
  parameters?: JsonObject;
  /** Says what it would do, and does it not. */
  dry?: boolean;
}

export interface NodeTest {
  status: string;
  port?: string | null;
  output?: Json;
  error?: RunError | null;
  log?: (string | LogLine)[];
  variables?: Json;
  duration_us?: number;
  problems?: Problem[];
}

export function useTestNode() {
  return useMutation({
    mutationFn: (body: Input) => client.json<NodeTest>("/flows/test-node", { method: "POST", body }),
  });
}
