// The steps of a run as bars: one row for each node and each round, nested, with the time it waited and the path
// that took the longest.
import { isWithin, levelsOf, scopeOf } from "./activation";
import { type FlowDocument, wireKind } from "./document";
import { spanOf } from "./replay";
import type { Step } from "./run";

export interface Bar {
  id: string;
  step: Step;
  start: number;
  end: number;
  /** From when all it needed was there. */
  ready: number;
  depth: number;
  isCritical: boolean;
}

export interface Timeline {
  from: number;
  to: number;
  bars: Bar[];
}

export interface TimelineInput {
  steps: readonly Step[];
  document: FlowDocument;
  scope: string;
  /** When the run was asked for and began; left out inside a round. */
  created?: number;
  now: number;
}

const SHORTEST_SPAN_MS = 0.1;
/** A wait shorter than this is the engine's own work. */
const SHORTEST_WAIT_MS = 2;

export function buildTimeline({ steps, document, scope, created, now }: TimelineInput): Timeline {
  const bars = steps.flatMap((step) => {
    const span = step.status === "skipped" ? undefined : spanOf(step, now);
    if (!span || !isWithin(step.key, scope) || step.key === scope) return [];
    return [
      { id: `${step.key}#${step.attempt}`, step, ...span, ready: span.start, depth: 0, isCritical: false },
    ];
  });
  const sorted = bars.sort((a, b) => a.start - b.start || a.step.key.length - b.step.key.length);
  const byKey = new Map(sorted.map((bar) => [bar.step.key, bar]));
  const sources = sourcesOf(document);
  for (const bar of sorted) {
    bar.depth =
      2 * (levelsOf(bar.step.key).length - levelsOf(scope).length) - (bar.step.kind === "region" ? 1 : 0);
    bar.ready = readyAt(bar, byKey, sources, created);
  }
  markCritical(sorted, scope, byKey, sources);
  const from = Math.min(...sorted.map((bar) => bar.ready), created ?? Number.POSITIVE_INFINITY);
  const to = Math.max(...sorted.map((bar) => bar.end), Number.NEGATIVE_INFINITY);
  return {
    from: sorted.length ? from : 0,
    to: sorted.length ? Math.max(to, from + SHORTEST_SPAN_MS) : 1,
    bars: nested(sorted, scope),
  };
}

type Sources = ReadonlyMap<string, readonly string[]>;

function sourcesOf(document: FlowDocument): Sources {
  const sources = new Map<string, string[]>();
  for (const wire of document.wires) {
    if (wireKind(wire) === "loop") continue;
    sources.set(wire.target, [...(sources.get(wire.target) ?? []), wire.source]);
  }
  return sources;
}

function before(bar: Bar, byKey: ReadonlyMap<string, Bar>, sources: Sources): Bar[] {
  const scope = scopeOf(bar.step.key);
  return (sources.get(bar.step.node) ?? []).flatMap((node) => byKey.get(`${scope}${node}`) ?? []);
}

function readyAt(bar: Bar, byKey: ReadonlyMap<string, Bar>, sources: Sources, created?: number): number {
  if (bar.step.kind === "region") return bar.start;
  const earlier = before(bar, byKey, sources).map((item) => item.end);
  const around = byKey.get(scopeOf(bar.step.key))?.start;
  const start = scopeOf(bar.step.key) === "" ? created : around;
  const ready = earlier.length > 0 ? Math.max(...earlier) : (start ?? bar.start);
  return bar.start - ready >= SHORTEST_WAIT_MS ? ready : bar.start;
}

/** Back from the step that ended last, along what it waited for; inside loops, the rounds and steps as well. */
function markCritical(bars: Bar[], scope: string, byKey: ReadonlyMap<string, Bar>, sources: Sources): void {
  const groups = new Map<string, Bar[]>();
  for (const bar of bars) {
    const group =
      bar.step.kind === "region" ? `${levelsOf(bar.step.key).at(-1)?.loop}[` : scopeOf(bar.step.key);
    const known = groups.get(group);
    if (known) known.push(bar);
    else groups.set(group, [bar]);
  }
  const walk = (group: string) => {
    const own = groups.get(group) ?? [];
    let bar = last(own);
    while (bar && !bar.isCritical) {
      bar.isCritical = true;
      if (bar.step.kind === "region") {
        walk(bar.step.key);
        const { start } = bar;
        bar = last(own.filter((item) => item.end <= start));
      } else {
        walk(`${bar.step.key}[`);
        bar = last(before(bar, byKey, sources));
      }
    }
  };
  walk(scope);
}

function last(bars: readonly Bar[]): Bar | undefined {
  return bars.reduce<Bar | undefined>(
    (found, bar) => (!found || bar.end > found.end ? bar : found),
    undefined,
  );
}

/** A control node is followed by its rounds, and a round by its steps. */
function nested(bars: readonly Bar[], scope: string): Bar[] {
  const children = new Map<string, Bar[]>();
  for (const bar of bars) {
    const parent =
      bar.step.kind === "region" ? (levelsOf(bar.step.key).at(-1)?.loop ?? "") : scopeOf(bar.step.key);
    const known = children.get(parent);
    if (known) known.push(bar);
    else children.set(parent, [bar]);
  }
  const ordered: Bar[] = [];
  const visit = (parent: string) => {
    const own = children.get(parent) ?? [];
    children.delete(parent);
    for (const bar of own) {
      ordered.push(bar);
      visit(bar.step.key);
    }
  };
  visit(scope);
  for (const parent of [...children.keys()]) visit(parent);
  return ordered;
}

/** Whether this bar lies inside what the other one stands for: a round in its loop, a step in its round. */
export function liesIn(key: string, around: string): boolean {
  if (around.endsWith("/")) return key.startsWith(around) && key !== around;
  return key.startsWith(`${around}[`) || key.startsWith(`${around}.`) || key.startsWith(`${around}#`);
}

/** The bars to draw when these are closed. */
export function openBars(bars: readonly Bar[], isClosed: (bar: Bar) => boolean): Bar[] {
  const shown: Bar[] = [];
  let closed: string | undefined;
  for (const bar of bars) {
    if (closed !== undefined && liesIn(bar.step.key, closed)) continue;
    closed = isClosed(bar) ? bar.step.key : undefined;
    shown.push(bar);
  }
  return shown;
}
