// The example data of the selected node: from a run, from what is pinned, and from what was typed.
import { createContext, useContext, useMemo } from "react";
import { useStore } from "zustand";
import { type Round, useRounds } from "../../../api/flows/evaluate";
import { useNewestRuns, useRecord } from "../../../api/runs/getRecord";
import type { FlowDocument } from "../../../core/document";
import { loopSource } from "../../../core/probe";
import type { RunItem } from "../../../core/run";
import { controlsAround, NO_SAMPLE, type Sample, sampleFor } from "../../../core/sample";
import { NO_INPUTS } from "../../../core/testInputs";
import { useDebouncedValue } from "../../../ui/useDebouncedValue";
import { type Session, useEditor, useEditorSession, useView } from "../session";

export interface NodeSample {
  node: string;
  sample: Sample;
  /** The document a moment ago: what typing has not yet changed. */
  document: FlowDocument;
  rounds: readonly Round[];
  /** The newest runs, to choose from. */
  runs: readonly RunItem[];
  /** The run that the data is from. */
  run?: RunItem;
  isLoading: boolean;
  /** Whether all of it has been read, as far as it can be. */
  isReady: boolean;
  error: Error | null;
}

export const SampleContext = createContext<NodeSample | null>(null);

export function useNodeSample(): NodeSample {
  const value = useContext(SampleContext);
  if (!value) throw new Error("This component belongs to a selected node.");
  return value;
}

const PAUSE_MS = 300;
const NO_RUNS: readonly RunItem[] = [];

export function useSample(node: string): NodeSample {
  const session = useEditorSession();
  const latest = useEditor((state) => state.document);
  const document = useDebouncedValue(latest, PAUSE_MS);
  const pins = useStore(session.bench, (state) => state.pins);
  const inputs = useStore(session.samples, (state) => state.inputs[node]) ?? NO_INPUTS;
  const newest = useRecentRuns(session);
  const runs = newest.data ?? NO_RUNS;
  const run = useChosenRun(session, runs);
  const record = useRecord(run?.id, run?.status ?? "");
  const recorded = record.data ?? NO_SAMPLE;
  const base = useMemo(
    () => sampleFor(node, document, recorded, pins, inputs),
    [node, document, recorded, pins, inputs],
  );
  const { variables, rounds, ...loops } = useLoops(session, node, document, base);
  const sample = useMemo(
    () => ({ ...base, variables: { ...variables, ...base.variables } }),
    [base, variables],
  );
  const { error } = record;
  const isLoading = record.isPending && run !== undefined;
  const isChecked = useView((view) => view.isChecked);
  const isReady = !newest.isPending && !isLoading && isChecked && loops.isReady;
  return useMemo(
    () => ({ node, sample, document, rounds, runs, run, isLoading, isReady, error }),
    [node, sample, document, rounds, runs, run, isLoading, isReady, error],
  );
}

function useRecentRuns(session: Session) {
  const runId = useView((view) => view.runId);
  const status = useStore(session.overlay, (state) => state.overlay?.status);
  return useNewestRuns(session.flowId, `${runId ?? ""}:${status ?? ""}`);
}

function useChosenRun(session: Session, runs: readonly RunItem[]): RunItem | undefined {
  const source = useStore(session.samples, (state) => state.source);
  const runId = useView((view) => view.runId);
  if (source === "none") return undefined;
  if (source !== "last") return runs.find((run) => run.id === source);
  return runs.find((run) => run.id === runId) ?? runs[0];
}

function useLoops(session: Session, node: string, document: FlowDocument, sample: Sample) {
  const regions = useView((view) => view.regions);
  const chosen = useStore(session.samples, (state) => state.rounds);
  const { catalog } = session;
  const sources = useMemo(() => {
    const byId = new Map(document.nodes.map((item) => [item.id, item]));
    const around = controlsAround(node, regions).reverse();
    return around.flatMap((id) => {
      const control = byId.get(id);
      return (control && loopSource(control, catalog)) ?? [];
    });
  }, [node, document, regions, catalog]);
  return useRounds(sources, chosen, { document, catalog, sample });
}
