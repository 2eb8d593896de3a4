// Flows as the server lists and sends them.
import type { FlowDocument } from "../../core/document";
import type { Problem } from "../../core/problems";
import type { RunStatus } from "../../core/run";

export interface FlowItem {
  id: string;
  name: string;
  description: string;
  labels: string[];
  version: number;
  is_active: boolean;
  created_by: string | null;
  created_at: string;
  updated_at: string;
  updated_by: string | null;
  node_count: number;
  last_run: { id: string; status: RunStatus; started_at: string | null } | null;
}

export interface FlowDetail extends FlowItem {
  document: FlowDocument;
  problems: Problem[];
}
