// What a step was given: the output of what led to it, back to the item of its round where nothing changed it.
import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { levelsOf, nodeOf, scopeOf } from "../../core/activation";
import { type FlowDocument, type Json, wireKind } from "../../core/document";
import type { Iteration } from "../../core/iterations";
import type { Step } from "../../core/run";
import { readIteration } from "./listIterations";
import { getStep } from "./listSteps";

export interface Input {
  value: Json;
  /** Says where it comes from. */
  from: { kind: "step"; key: string } | { kind: "item"; loop: string; index: number } | { kind: "start" };
}

interface Place {
  run: string;
  document: FlowDocument;
  parameters: Json;
  queries: QueryClient;
  signal?: AbortSignal;
}

const FAR = 20;

export async function readInput(
  place: Place,
  step: Pick<Step, "key" | "node">,
  steps = 0,
): Promise<Input | undefined> {
  if (steps > FAR) return undefined;
  const scope = scopeOf(step.key);
  const level = levelsOf(step.key).at(-1);
  const wires = place.document.wires.filter((wire) => wire.target === step.node && wireKind(wire) !== "loop");
  if (wires.length === 0 && scope === "") return { value: place.parameters, from: { kind: "start" } };
  for (const wire of wires) {
    if (wire.source === level?.node) {
      const found = await readItem(place, level.loop, level.index, steps);
      if (found) return found;
      continue;
    }
    const source = await getStep(place.run, `${scope}${wire.source}`, place.signal);
    if (!source || source.status === "skipped") continue;
    if (source.output !== null && source.output !== undefined)
      return { value: source.output, from: { kind: "step", key: source.key } };
    const earlier = await readInput(place, { key: `${scope}${wire.source}`, node: wire.source }, steps + 1);
    if (earlier) return earlier;
  }
  return undefined;
}

/** A branch is given what its node was given; a round has an item. */
async function readItem(place: Place, loop: string, index: number | null, steps: number) {
  if (index === null) return readInput(place, { key: loop, node: nodeOf(loop) }, steps + 1);
  const { item } = await readRound(place, loop, index, "item");
  if (item === undefined) return undefined;
  return { value: item, from: { kind: "item", loop, index } } satisfies Input;
}

/** One round of a loop, with its item wherever that is known. */
export async function readRound(
  place: Place,
  loop: string,
  index: number,
  revision: string,
): Promise<Partial<Iteration>> {
  const round = await readIteration({ run: place.run, loop, revision }, index, place.signal);
  const item = round?.item ?? writtenItem(place.document, nodeOf(loop), index);
  return item === undefined ? { ...round } : { ...round, item };
}

/** A loop over a list that is written into its settings. */
function writtenItem(document: FlowDocument, id: string, index: number): Json | undefined {
  const config = document.nodes.find((node) => node.id === id)?.config ?? {};
  const lists = Object.values(config).filter((value) => Array.isArray(value));
  return lists.length === 1 ? lists[0]?.[index] : undefined;
}

export function useInput(run: string, document: FlowDocument, parameters: Json, step: Step | undefined) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: ["input", run, step?.key, step?.attempt],
    queryFn: async ({ signal }) =>
      step ? ((await readInput({ run, document, parameters, queries, signal }, step)) ?? null) : null,
    enabled: step !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
