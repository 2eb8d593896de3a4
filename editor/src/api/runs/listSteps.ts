// GET /runs/:id/steps: what happened, step by step; of a run, a node, or one round of a loop.
import { useQuery } from "@tanstack/react-query";
import { isWithin } from "../../core/activation";
import type { Step } from "../../core/run";
import { client } from "../client";
import { type Page, query } from "../list";
import { ApiError } from "../problem";

export interface StepFilter {
  node?: string;
  status?: string;
  kind?: "node" | "region" | "all";
  /** Only what lies in this round, such as `outer[0]/inner[96]/`. */
  within?: string;
  /** One step, with all of its output. */
  key?: string;
}

const PAGE = 500;

function stepsPage(
  run: string,
  filter: StepFilter & { limit?: number; cursor?: string },
  signal?: AbortSignal,
) {
  return client.get<Page<Step>>(`/runs/${encodeURIComponent(run)}/steps${query({ ...filter })}`, signal);
}

export function listSteps(run: string, node: string | undefined, signal?: AbortSignal): Promise<Page<Step>> {
  return stepsPage(run, { node, limit: 200 }, signal);
}

export interface Steps {
  items: Step[];
  /** There are more than were read. */
  isCut: boolean;
}

/** Reads page after page up to `most` steps. */
export async function readSteps(
  run: string,
  filter: StepFilter,
  most: number,
  signal?: AbortSignal,
): Promise<Steps> {
  try {
    return await pages(run, filter, most, signal);
  } catch (error) {
    const isRefused = error instanceof ApiError && error.status === 400 && filter.within;
    if (!isRefused) throw error;
    return within(run, filter, most, signal);
  }
}

/** For a server that cannot look inside a round: reads all, and keeps those. */
async function within(
  run: string,
  { within: scope = "", ...filter }: StepFilter,
  most: number,
  signal?: AbortSignal,
) {
  const { items, isCut } = await pages(run, filter, most * 4, signal);
  return { items: items.filter((step) => isWithin(step.key, scope)), isCut };
}

async function pages(run: string, filter: StepFilter, most: number, signal?: AbortSignal): Promise<Steps> {
  const items: Step[] = [];
  let cursor: string | undefined;
  while (items.length < most) {
    const page = await stepsPage(run, { ...filter, limit: PAGE, cursor }, signal);
    items.push(...page.items);
    if (!page.next_cursor) return { items, isCut: false };
    cursor = page.next_cursor;
  }
  return { items, isCut: true };
}

/** One step by its key, with all of its output. */
export async function getStep(
  run: string,
  key: string,
  signal?: AbortSignal,
  kind?: StepFilter["kind"],
): Promise<Step | undefined> {
  const page = await stepsPage(run, { key, kind }, signal);
  return page.items.at(-1);
}

/** `revision` changes when there may be more to read (a node's count, a run's end). */
export function useSteps(run: string, node: string | undefined, revision: string) {
  return useQuery({
    queryKey: ["steps", run, node ?? "", revision],
    queryFn: ({ signal }) => listSteps(run, node, signal),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === run && query.queryKey[2] === (node ?? "") ? previous : undefined,
    refetchOnWindowFocus: false,
  });
}

export const MOST_STEPS = 5_000;

/** The steps and rounds of a run, or of one round in it. */
export function useStepsWithin(run: string, within: string, revision: string, isOn = true) {
  return useQuery({
    queryKey: ["steps-within", run, within, revision],
    queryFn: ({ signal }) => readSteps(run, { kind: "all", within: within || undefined }, MOST_STEPS, signal),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === run && query.queryKey[2] === within ? previous : undefined,
    refetchOnWindowFocus: false,
    enabled: isOn,
  });
}

/** The steps of one node in a round. */
export function useNodeSteps(run: string, node: string, within: string, revision: string) {
  return useQuery({
    queryKey: ["steps-of", run, node, within, revision],
    queryFn: ({ signal }) => readNode(run, node, within, signal),
    placeholderData: (previous, query) =>
      query?.queryKey[1] === run && query.queryKey[2] === node && query.queryKey[3] === within
        ? previous
        : undefined,
    refetchOnWindowFocus: false,
  });
}

const FEW = 200;

/** Directly in a round there is one step of a node, whose key is known. */
async function readNode(run: string, node: string, within: string, signal?: AbortSignal): Promise<Steps> {
  if (within === "") {
    const page = await listSteps(run, node, signal);
    return { items: page.items, isCut: page.next_cursor !== null };
  }
  const own = await stepsPage(run, { key: `${within}${node}` }, signal);
  if (own.items.length > 0) return { items: own.items, isCut: false };
  return readSteps(run, { node, within }, FEW, signal);
}
