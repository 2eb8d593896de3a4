// Templates as the server lists them, what the library's address holds, and what a template asks for.
import type { FlowDocument, FlowParameter, Json } from "./document";

export type PlaceholderType = "text" | "number" | "boolean" | "path" | "target" | "credential";

export interface Placeholder {
  /** Stands in the document as `<<name>>`. */
  name: string;
  label: string;
  type: PlaceholderType;
  default?: Json;
}

export type TemplateKind = "flow" | "pattern";

export interface TemplateItem {
  id: string;
  kind: TemplateKind;
  name: string;
  description: string;
  category: string;
  author: string;
  is_public: boolean;
  shipped: boolean;
  uses: number;
  /** From 1 to 5; 0 without any rating. */
  rating: number;
  ratings: number;
  placeholders: Placeholder[];
  created_at: string;
  updated_at: string;
}

export interface Template extends TemplateItem {
  document: FlowDocument;
  /** What the person who asks gave it. */
  your_stars: number | null;
}

/** What is written to keep a template. */
export interface TemplateDraft {
  kind: TemplateKind;
  name: string;
  description: string;
  category: string;
  is_public: boolean;
  document: FlowDocument;
  placeholders: Placeholder[];
}

export interface TemplateSearch {
  search?: string;
  category?: string;
  /** "own", "shared" or "shipped". */
  from?: string;
  /** "flow" or "pattern". */
  kind?: string;
  /** "rating" or "name"; by uses where nothing is said. */
  sort?: string;
  /** The template that is looked at. */
  preview?: string;
}

export const TEMPLATE_SEARCH_NAMES = [
  "search",
  "category",
  "from",
  "kind",
  "sort",
  "preview",
] as const satisfies readonly (keyof TemplateSearch)[];

export type Origin = "own" | "shared" | "shipped";

export function originOf(template: TemplateItem, user: string): Origin {
  if (template.shipped) return "shipped";
  return template.author === user ? "own" : "shared";
}

export function isTemplateFiltered({ search, category, from, kind }: TemplateSearch): boolean {
  return [search, category, from, kind].some((value) => value !== undefined);
}

/** The templates that were asked for, in the order that was asked for. */
export function findTemplates(
  items: readonly TemplateItem[],
  { search = "", category, from, kind, sort }: TemplateSearch,
  user: string,
): TemplateItem[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = items.filter((item) => {
    const text = `${item.name} ${item.description} ${item.category}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (category === undefined || item.category === category) &&
      (from === undefined || originOf(item, user) === from) &&
      (kind === undefined || item.kind === kind)
    );
  });
  return found.sort(ORDERS[sort ?? ""] ?? byUses);
}

type Order = (a: TemplateItem, b: TemplateItem) => number;
const byName: Order = (a, b) => a.name.localeCompare(b.name);
const byUses: Order = (a, b) => b.uses - a.uses || byName(a, b);
const byRating: Order = (a, b) => b.rating - a.rating || b.ratings - a.ratings || byName(a, b);
const ORDERS: { readonly [sort: string]: Order } = { rating: byRating, name: byName };

/** Categories by name, each with how many templates it has. */
export function categoriesOf(items: readonly TemplateItem[]): { name: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { category } of items) if (category) counts.set(category, (counts.get(category) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => a.name.localeCompare(b.name));
}

const PLACEHOLDER = /<<([A-Za-z_][A-Za-z0-9_]{0,63})>>/g;

/** The names that stand in a document as `<<name>>`, by name. */
export function placeholdersIn(document: FlowDocument): string[] {
  const found = JSON.stringify(document).matchAll(PLACEHOLDER);
  return [...new Set([...found].map((match) => match[1] ?? ""))].sort();
}

/** What a placeholder asks for, as a form takes it. */
export function asParameters(placeholders: readonly Placeholder[]): { [name: string]: FlowParameter } {
  return Object.fromEntries(placeholders.map((one) => [one.name, asParameter(one)]));
}

function asParameter({ type, default: value }: Placeholder): FlowParameter {
  const hasDefault = value !== undefined && value !== null;
  return {
    type: type === "number" || type === "boolean" ? type : "string",
    required: !hasDefault,
    ...(hasDefault ? { default: value } : {}),
  };
}
