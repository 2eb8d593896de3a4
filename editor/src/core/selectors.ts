// Texts that choose machines: the name of one, all of a group or a tag, the server's own, or an expression in braces.
import type { RunItem } from "./run";

/** The machine that the server runs on. */
export const THIS_MACHINE = "local";

export function hasBraces(text: unknown): boolean {
  return typeof text === "string" && text.includes("{{");
}

/** Whether the text may choose several machines. */
export function isMany(selector: string): boolean {
  return /^(group|tag):/.test(selector);
}

/** Whether the server can say which machines are meant; an expression has its value only while it runs. */
export function isPlain(selector: string): boolean {
  return selector.trim() !== "" && !hasBraces(selector);
}

/** What stands in braces as a fixed text, if it is one; of a text without braces the text. */
export function fixedText(text: string): string | undefined {
  if (!hasBraces(text)) return text === "" ? undefined : text;
  const literal = /^\s*\{\{\s*(?:"([^"\\{}]*)"|'([^'\\{}]*)')\s*\}\}\s*$/.exec(text);
  return literal?.[1] || literal?.[2] || undefined;
}

export function machinesText(count: number): string {
  return count === 1 ? "1 machine" : `${count.toLocaleString("en")} machines`;
}

/** Where a run works: the machine, or how many. */
export function placeOf({ target, target_count: count }: Pick<RunItem, "target" | "target_count">): string {
  return target?.name ?? (count ? machinesText(count) : "");
}

/** What the server knows of machines, as far as it is read. */
export interface KnownTargets {
  targets: readonly { name: string; hostname: string; os_type: string }[];
  groups: readonly { name: string; count: number }[];
  tags: readonly { value: string; count: number }[];
  /** What is chosen elsewhere. */
  others: readonly string[];
}

export const NOTHING_KNOWN: KnownTargets = { targets: [], groups: [], tags: [], others: [] };

export interface Suggestion {
  value: string;
  detail: string;
  /** Of one machine. */
  os?: string;
}

export interface SuggestionGroup {
  group: string;
  items: Suggestion[];
}

const MOST = 30;

/**
 * What fits the text, by kind. The machines are found by the server, a moment later than all else, so they come last:
 * nothing moves away from under a pointer.
 */
export function suggestionsFor(text: string, known: KnownTargets): SuggestionGroup[] {
  const taken = new Set(known.targets.map(({ name }) => name));
  const once = ({ value }: Suggestion) => !taken.has(value) && Boolean(taken.add(value));
  const here = [{ value: THIS_MACHINE, detail: "This machine: where the server runs" }];
  const machines = known.targets.map(({ name, hostname, os_type: os }) => ({
    value: name,
    detail: hostname,
    os,
  }));
  const groups = known.groups.map(({ name, count }) => many("group", name, count));
  const tags = known.tags.map(({ value, count }) => many("tag", value, count));
  const others = known.others.filter(isPlain).map((value) => ({ value, detail: "" }));
  return [
    { group: "Here", items: fitting(text, here).filter(once) },
    { group: "Groups", items: fitting(text, groups).filter(once) },
    { group: "Tags", items: fitting(text, tags).filter(once) },
    { group: "Also in this flow", items: fitting(text, others).filter(once) },
    { group: "Machines", items: machines },
  ]
    .map(({ group, items }) => ({ group, items: items.slice(0, MOST) }))
    .filter(({ items }) => items.length > 0);
}

function many(kind: "group" | "tag", name: string, count: number): Suggestion {
  return { value: `${kind}:${name}`, detail: machinesText(count) };
}

function fitting(text: string, items: Suggestion[]): Suggestion[] {
  const wanted = text.trim().toLowerCase();
  return items.filter(({ value, detail }) => `${value} ${detail}`.toLowerCase().includes(wanted));
}
