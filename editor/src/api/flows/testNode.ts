// POST /flows/test-node: runs one node of a document by itself.
import { useMutation } from "@tanstack/react-query";
import type { FlowDocument, Json, JsonObject } from "../../core/document";
import type { ProbeAnswer, ProbeRequest } from "../../core/probe";
import type { Problem } from "../../core/problems";
import type { LogLine, RunError } from "../../core/run";
import { client } from "../client";

export interface NodeTestRequest {
  document: FlowDocument;
  node: string;
  message?: Json;
  variables?: JsonObject;
  /** Outputs of earlier nodes, by id. */
  nodes?: JsonObject;
  parameters?: JsonObject;
  /** Works on this target in place of the node's own. */
  target?: string;
  /** Says what it would do, and does it not. */
  dry?: boolean;
}

export interface NodeTest {
  status: string;
  port?: string | null;
  output?: Json;
  error?: RunError | null;
  /** What the fields came to. */
  config?: Json;
  log?: (string | LogLine)[];
  variables?: Json;
  duration_us?: number;
  problems?: Problem[];
}

export function useTestNode(onDone?: (test: NodeTest) => void) {
  return useMutation({
    mutationFn: (body: NodeTestRequest) =>
      client.json<NodeTest>("/flows/test-node", { method: "POST", body }),
    onSuccess: onDone,
  });
}

/** Asks for the value of an expression: a dry test of a node that is in no stored flow. */
export function evaluate(body: ProbeRequest, signal?: AbortSignal): Promise<ProbeAnswer> {
  return client.json<ProbeAnswer>("/flows/test-node", { method: "POST", body, signal });
}
