// GET /runs/:id/iterations: the rounds of one activation of a loop, and what of them went wrong.
import { useInfiniteQuery } from "@tanstack/react-query";
import { levelsOf, scopeOf } from "../../core/activation";
import type { Iteration, IterationFilter, Iterations } from "../../core/iterations";
import { client } from "../client";
import { query } from "../list";
import { readSteps } from "./listSteps";

interface Wanted extends IterationFilter {
  run: string;
  /** The activation of the loop, such as `outer[0]/inner`. */
  loop: string;
  /** Changes when there may be more rounds. */
  revision: string;
}

interface Place {
  after?: string;
  limit?: number;
}

const PAGE = 200;
function readIterations({ run, loop, status, search }: Wanted, place: Place, signal?: AbortSignal) {
  const path = `/runs/${encodeURIComponent(run)}/iterations${query({ key: loop, status, search, ...place })}`;
  return client.get<Iterations>(path, signal);
}

export function useIterations(wanted: Wanted, isOn = true) {
  const { run, loop, revision, status, search } = wanted;
  return useInfiniteQuery({
    queryKey: ["iterations", run, loop, status ?? "", search ?? "", revision],
    queryFn: ({ pageParam, signal }) => readIterations(wanted, { after: pageParam, limit: PAGE }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
    placeholderData: (previous, before) =>
      before?.queryKey[1] === run && before.queryKey[2] === loop ? previous : undefined,
    refetchOnWindowFocus: false,
    enabled: isOn,
  });
}

/** One round with what it was given. */
export async function readIteration(
  wanted: Wanted,
  index: number,
  signal?: AbortSignal,
): Promise<Iteration | undefined> {
  const after = index > 0 ? String(index - 1) : undefined;
  const page = await readIterations(wanted, { after, limit: 1 }, signal);
  return page.items.find((item) => item.index === index);
}

const MOST_FAILURES = 500;

/**
 * The round of a loop that failed after this one (or before it), else the first (or last) that did: its scope. Where no
 * round of its own failed, a round or a step inside one.
 */
export async function nextFailure(run: string, node: string, within: string, current: string, by: 1 | -1) {
  for (const status of ["error", "failed"]) {
    const filter = { kind: "all", status, within: within || undefined } as const;
    const { items } = await readSteps(run, filter, MOST_FAILURES);
    const inside = items.filter((step) => levelsOf(step.key).some((level) => level.node === node));
    const rounds = inside.filter((step) => step.kind === "region");
    const own = rounds.filter((step) => step.node === node);
    const found = [own, rounds, inside].find((list) => list.length > 0) ?? [];
    const scopes = found.map((step) => scopeOf(step.key));
    const place = scopes.indexOf(current);
    const next = place === -1 && by === -1 ? scopes.at(-1) : scopes.at((place + by) % scopes.length);
    if (next) return next;
  }
  return undefined;
}
