// Flows as the server lists and sends them.
import type { FlowDocument } from "../../core/document";
import type { Problem } from "../../core/problems";
import type { RunStatus } from "../../core/run";

export interface FlowItem {
  id: string;
  name: string;
  description: string;
  labels: string[];
  category?: string;
  version: number;
  is_active: boolean;
  owner?: string | null;
  created_by: string | null;
  created_at: string;
  updated_at: string;
  updated_by: string | null;
  node_count: number;
  last_run: { id: string; status: RunStatus; started_at: string | null } | null;
  /** The newest first, at most 20. */
  last_runs?: { id: string; status: string }[];
}

export interface FlowDetail extends FlowItem {
  document: FlowDocument;
  problems: Problem[];
}
