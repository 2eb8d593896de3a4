// Finding a node type by what a person types: name, alias, category, parameter, description.
import { type Catalog, type Descriptor, type Port, portsOf } from "./descriptor";
import { fuzzyScore } from "./fuzzy";
import { humanize } from "./schema";
import { fittingPort } from "./wiring";

/** Best matches first; everything, in catalog order, when nothing is typed. */
export function searchTypes(catalog: Catalog, text: string): Descriptor[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...catalog.items];
  return catalog.items
    .map((item) => ({ item, score: scoreAll(item, catalog.categoryName(item.category), words) }))
    .filter((entry) => entry.score > 0)
    .sort((a, b) => b.score - a.score || a.item.name.localeCompare(b.item.name))
    .map((entry) => entry.item);
}

function scoreAll(item: Descriptor, category: string, words: string[]): number {
  let total = 0;
  for (const word of words) {
    const score = scoreType(item, category, word);
    if (score === 0) return 0;
    total += score;
  }
  return total;
}

function scoreType(item: Descriptor, category: string, word: string): number {
  const name = item.name.toLowerCase();
  if (name === word) return 100;
  if (name.startsWith(word)) return 80;
  if (name.split(/\s+/).some((part) => part.startsWith(word))) return 70;
  if ([item.type, ...(item.aliases ?? [])].some((alias) => alias.toLowerCase().includes(word))) return 60;
  if (name.includes(word)) return 50;
  if (category.toLowerCase().includes(word) || item.category.includes(word)) return 30;
  if (parameterNames(item).some((parameter) => parameter.toLowerCase().includes(word))) return 25;
  if (item.description?.toLowerCase().includes(word)) return 20;
  return fuzzyScore(word, item.name) > 0 ? 5 : 0;
}

function parameterNames(item: Descriptor): string[] {
  return Object.entries(item.schema.properties ?? {}).flatMap(([name, field]) => [
    name,
    humanize(name),
    field.title ?? "",
  ]);
}

export interface Ranking {
  /** The port the new node is to be wired to; what does not fit is left out. */
  port?: Port;
  /** Types used lately, newest first. */
  recent: readonly string[];
}

/** For quick-add: what fits the port, the better match first, and of equal ones what was used lately. */
export function rankTypes(catalog: Catalog, text: string, { port, recent }: Ranking): Descriptor[] {
  const found = searchTypes(catalog, text);
  const fitting = port ? found.filter((item) => fittingPort(port, portsOf(item, item.defaults))) : found;
  const isTyped = text.trim() !== "";
  const rank = (item: Descriptor, place: number) => {
    const at = recent.indexOf(item.type);
    if (at < 0) return place;
    return isTyped ? place - LEAP : at - recent.length;
  };
  return fitting
    .map((item, place) => ({ item, rank: rank(item, place) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** How many better matches a type used lately goes before. */
const LEAP = 2.5;

/** A list of what was used lately, the newest first, each once. */
export function usedNow(recent: readonly string[], id: string, most = 12): string[] {
  return [id, ...recent.filter((item) => item !== id)].slice(0, most);
}
