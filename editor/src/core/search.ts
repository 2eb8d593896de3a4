// Finding a node type by what a person types: name, alias, category, description.
import type { Catalog, Descriptor } from "./descriptor";

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
    const score = scoreWord(item, category, word);
    if (score === 0) return 0;
    total += score;
  }
  return total;
}

function scoreWord(item: Descriptor, category: string, word: string): number {
  const name = item.name.toLowerCase();
  if (name === word) return 100;
  if (name.startsWith(word)) return 80;
  if ([item.type, ...(item.aliases ?? [])].some((alias) => alias.toLowerCase().includes(word))) return 60;
  if (name.includes(word)) return 50;
  if (category.toLowerCase().includes(word) || item.category.includes(word)) return 30;
  if (item.description?.toLowerCase().includes(word)) return 20;
  return isSubsequence(word, name) ? 5 : 0;
}

function isSubsequence(word: string, text: string): boolean {
  let at = 0;
  for (const letter of word) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
