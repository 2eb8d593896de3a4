// What can stand at a place of an expression or a template: names in scope, their real fields, functions, filters.
import type { Json } from "./document";
import { EXPRESSION_FUNCTIONS, FILTERS, type FunctionDoc, METHODS, TEMPLATE_FUNCTIONS } from "./functions";
import { type Entry, fieldsWithin, pathText, type Scope, typeWord } from "./scope";

/** An expression is code from end to end; a template is code only between braces. */
export type CodeKind = "expression" | "template";

export interface Option {
  label: string;
  /** What is put in the place of what was typed. */
  insert: string;
  detail: string;
  info?: string;
  kind: "field" | "name" | "function" | "filter";
}

export interface Completion {
  /** Where what was typed so far begins. */
  from: number;
  options: readonly Option[];
}

const STEP = String.raw`\.[A-Za-z_]\w*|\[\d+\]|\["[^"\]]*"\]|\['[^'\]]*'\]`;
/** A path, and after its last dot or bracket what was typed so far. */
const PATH = new RegExp(String.raw`([A-Za-z_]\w*(?:${STEP})*)(?:(\.)(\w*)|(\[["']?)([^"'\]]*))$`);

export function completionAt(text: string, at: number, kind: CodeKind, scope: Scope): Completion | undefined {
  const code = codeBefore(text, at, kind);
  if (code === undefined || isInText(code)) return undefined;
  const filter = kind === "template" ? /\|\s*([A-Za-z0-9_]*)$/.exec(code) : null;
  if (filter) return { from: at - (filter[1] ?? "").length, options: FILTERS.map(filterOption) };
  const inside = memberAt(code);
  if (inside) return membersOf(inside, at, kind, scope);
  const word = /[A-Za-z_][A-Za-z0-9_]*$/.exec(code)?.[0] ?? "";
  if (/\d$/.test(code) && word === "") return undefined;
  const functions = kind === "template" ? TEMPLATE_FUNCTIONS : EXPRESSION_FUNCTIONS;
  return { from: at - word.length, options: [...topLevel(scope), ...functions.map(functionOption)] };
}

/** The code that leads up to the place; undefined where text stands and not code. */
function codeBefore(text: string, at: number, kind: CodeKind): string | undefined {
  const before = text.slice(0, at);
  const open = Math.max(before.lastIndexOf("{{"), before.lastIndexOf("{%"));
  const isOpen = open >= 0 && !/[}%]\}/.test(before.slice(open));
  if (isOpen) return before.slice(open + 2);
  return kind === "expression" ? before : undefined;
}

/** Whether a quote is still open; the one of `name["` is a path. */
function isInText(code: string): boolean {
  const rest = code.replace(/\[["'][^"'\]]*$/, "").replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, "");
  return /["']/.test(rest);
}

interface Member {
  steps: string[];
  typed: string;
  opener: string;
}

function memberAt(code: string): Member | undefined {
  const [, path, dot, name, bracket, key] = PATH.exec(code) ?? [];
  const opener = dot ?? bracket;
  const typed = name ?? key ?? "";
  if (!path || !opener) return undefined;
  const steps = [...path.matchAll(/[A-Za-z_][A-Za-z0-9_]*|\[(\d+)\]|\[["']([^"'\]]*)["']\]/g)];
  return { steps: steps.map((step) => step[1] ?? step[2] ?? step[0]), typed, opener };
}

function membersOf({ steps, typed, opener }: Member, at: number, kind: CodeKind, scope: Scope): Completion {
  const entries = walk(steps, scope);
  const from = at - typed.length - opener.length;
  const fields = entries.map((entry) => fieldOption(entry, opener));
  const methods =
    kind === "expression" && opener === "." ? METHODS.map((method) => methodOption(method)) : [];
  return { from, options: [...fields, ...methods] };
}

/** The fields at the end of a path; none where a step is not known. */
function walk(steps: readonly string[], scope: Scope): readonly Entry[] {
  const [first, ...rest] = steps;
  let entries: readonly Entry[] = first === undefined ? [] : rootFields(first, scope);
  for (const step of rest) {
    const entry = entries.find((item) => item.name === step);
    entries = entry && !entry.isSecret ? fieldsWithin(entry) : [];
  }
  return entries;
}

function rootFields(name: string, scope: Scope): readonly Entry[] {
  const root = name === "parameters" ? "params" : name;
  const section = scope.sections.find((item) => item.root === root);
  if (section) return section.entries;
  const entry = bareEntries(scope).find((item) => item.name === name);
  return entry && !entry.isSecret ? fieldsWithin(entry) : [];
}

/** Names that can stand by themselves: all but those of nodes and of what flows share. */
function bareEntries(scope: Scope): Entry[] {
  const bare = scope.sections.filter((section) => section.root !== "nodes" && section.root !== "global");
  return bare.flatMap((section) => section.entries);
}

function topLevel(scope: Scope): Option[] {
  const names = bareEntries(scope).map((entry) => nameOption(entry.name, entry.detail, entry.value));
  const roots = scope.sections.flatMap(({ root, title }) =>
    root ? [nameOption(root, title.toLowerCase())] : [],
  );
  const seen = new Set<string>();
  return [...names, ...roots].filter(({ label }) => !seen.has(label) && seen.add(label));
}

function nameOption(name: string, detail: string, value?: Json): Option {
  return { label: name, insert: name, detail, info: shown(value), kind: "name" };
}

function fieldOption(entry: Entry, opener: string): Option {
  const text = pathText(["", entry.name]);
  const insert =
    opener === "." ? text : `[${/^\d+$/.test(entry.name) ? entry.name : JSON.stringify(entry.name)}]`;
  return {
    label: insert,
    insert,
    detail: entry.detail || typeWord(entry.value),
    info: shown(entry.value),
    kind: "field",
  };
}

function methodOption({ usage, info, name }: FunctionDoc): Option {
  return { label: `.${name}`, insert: `.${usage}`, detail: info, info: usage, kind: "function" };
}

function functionOption({ name, usage, info }: FunctionDoc): Option {
  return { label: name, insert: usage, detail: info, info: usage, kind: "function" };
}

function filterOption({ name, usage, info }: FunctionDoc): Option {
  return { label: name, insert: usage, detail: info, info: usage, kind: "filter" };
}

/** How a path is put at a place: as it is in code, between braces in text. */
export function insertion(text: string, at: number, path: string, kind: CodeKind): string {
  return codeBefore(text, at, kind) === undefined ? `{{ ${path} }}` : path;
}

const SHOWN = 120;

function shown(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The options that fit what was typed: those that begin so first, then those that hold it. */
export function fitting(completion: Completion, text: string, at: number): Option[] {
  const typed = text.slice(completion.from, at).toLowerCase();
  const starts = completion.options.filter((option) => option.label.toLowerCase().startsWith(typed));
  const bare = typed.replace(/^[.[]["']?/, "");
  const holds = completion.options.filter(
    (option) => !starts.includes(option) && bare !== "" && option.label.toLowerCase().includes(bare),
  );
  return [...starts, ...holds];
}
