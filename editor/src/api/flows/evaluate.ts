// The values of expressions with example data, and the rounds of the loops that a node is inside of.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument, Json, JsonObject } from "../../core/document";
import { identity } from "../../core/identity";
import { type Found, type LoopSource, probeFor, readProbe, roundOf } from "../../core/probe";
import type { Sample } from "../../core/sample";
import { isCode } from "../problem";
import { evaluate } from "./testNode";

interface World {
  document: FlowDocument;
  catalog: Catalog;
  sample: Sample;
}

async function askFor(value: Json, text: string, world: World, signal?: AbortSignal): Promise<Found> {
  const request = probeFor(value, world.document, world.catalog, world.sample);
  if (!request) return { message: "This server has no node that could show the value." };
  return readProbe(await evaluate(request, signal), text);
}

const KEPT = {
  placeholderData: keepPreviousData,
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 30_000,
  retry: false,
  refetchOnWindowFocus: false,
} as const;

/** `text` is what `value` was written as; places in messages count in it. */
export function useValue(value: Json, text: string, world: World, isWanted: boolean) {
  return useQuery({
    queryKey: ["value", value, identity(world.document), identity(world.sample)],
    queryFn: ({ signal }) => askFor(value, text, world, signal),
    enabled: isWanted,
    ...KEPT,
  });
}

/** Asks for all at once. Where one of them has a mistake there is no answer for any, so the halves are asked for apart. */
async function askForAll(codes: readonly Json[], world: World, signal?: AbortSignal): Promise<Found[]> {
  const found = await askFor([...codes], "", world, signal);
  if (Array.isArray(found.value)) return found.value.map((value) => ({ value }));
  if (codes.length < 2) return [found];
  const half = Math.ceil(codes.length / 2);
  const halves = [codes.slice(0, half), codes.slice(half)];
  return (await Promise.all(halves.map((part) => askForAll(part, world, signal)))).flat();
}

export interface Worked<T> {
  whole: T;
  /** What each piece of code in it comes to, by the code as JSON. */
  values: ReadonlyMap<string, Found>;
}

/** Several pieces of code worked out, with what they are part of: until the new values are there, both stay as they were. */
export function useWorked<T>(whole: T, codes: readonly Json[], world: World, isWanted: boolean) {
  return useQuery({
    queryKey: ["worked", whole, codes, identity(world.document), identity(world.sample)],
    queryFn: async ({ signal }): Promise<Worked<T>> => {
      const found = codes.length === 0 ? [] : await askForAll(codes, world, signal);
      return { whole, values: new Map(found.map((item, index) => [JSON.stringify(codes[index]), item])) };
    },
    enabled: isWanted,
    ...KEPT,
    structuralSharing: false,
  });
}

export interface Round {
  node: string;
  index: number;
  total: number;
}

export interface Rounds {
  variables: JsonObject;
  rounds: Round[];
}

export const NO_ROUNDS: Rounds = { variables: {}, rounds: [] };
const NOTHING_TO_READ = { ...NO_ROUNDS, isReady: true };

/** Goes through the loops from the outermost in: an inner list may be made of an outer item. */
async function roundsOf(
  sources: readonly LoopSource[],
  chosen: { readonly [node: string]: number },
  world: World,
  signal?: AbortSignal,
): Promise<Rounds> {
  let found = NO_ROUNDS;
  for (const source of sources) {
    const sample = { ...world.sample, variables: { ...world.sample.variables, ...found.variables } };
    const { value } = await askFor(source.value, "", { ...world, sample }, signal);
    if (!Array.isArray(value) || value.length === 0) continue;
    const index = Math.min(chosen[source.node] ?? 0, value.length - 1);
    found = {
      variables: { ...found.variables, ...roundOf(source, value, index) },
      rounds: [...found.rounds, { node: source.node, index, total: value.length }],
    };
  }
  return found;
}

export function useRounds(
  sources: readonly LoopSource[],
  chosen: { readonly [node: string]: number },
  world: World,
): Rounds & { isReady: boolean } {
  const { data, isPending, isPlaceholderData } = useQuery({
    queryKey: ["rounds", sources, chosen, identity(world.sample)],
    queryFn: ({ signal }) => roundsOf(sources, chosen, world, signal),
    enabled: sources.length > 0,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
    retry: (count, error) => !isCode(error, "invalid") && count < 1,
    refetchOnWindowFocus: false,
  });
  if (sources.length === 0) return NOTHING_TO_READ;
  return { ...(data ?? NO_ROUNDS), isReady: !isPending && !isPlaceholderData };
}
