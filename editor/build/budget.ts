// Holds the build to its budget: how much a browser has to load for what. Prints a table, and fails what is over.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** In thousands of bytes, compressed. */
const BUDGETS = {
  shell: 200,
  styles: 40,
  editor: 130,
  code: 230,
  chunk: 250,
};

/** The layout engine is a file of its own that is loaded when something is tidied. */
const APART = /^elk-worker/;

export interface Chunk {
  fileName: string;
  isEntry: boolean;
  /** The modules in it; a page is found by its own, whatever file that ended up in. */
  moduleIds: string[];
  imports: string[];
  size: number;
}

export interface Row {
  what: string;
  size: number;
  budget: number;
}

export function budgetRows(chunks: readonly Chunk[], styles: number): Row[] {
  const shell = filesOf(chunks, (chunk) => chunk.isEntry);
  const editor = filesOf(chunks, holds("app/lazy/editor.tsx"));
  const code = filesOf(chunks, holds("ui/code/CodeEditor.tsx"));
  const sum = (files: ReadonlySet<string>, but: readonly ReadonlySet<string>[] = []) =>
    chunks
      .filter(({ fileName }) => files.has(fileName) && !but.some((other) => other.has(fileName)))
      .reduce((all, chunk) => all + chunk.size, 0);
  const largest = chunks.toSorted((a, b) => b.size - a.size)[0];
  return [
    { what: "shell", size: sum(shell), budget: BUDGETS.shell },
    { what: "styles of the shell", size: styles, budget: BUDGETS.styles },
    { what: "editor beyond the shell", size: sum(editor, [shell]), budget: BUDGETS.editor },
    { what: "code field beyond the editor", size: sum(code, [shell, editor]), budget: BUDGETS.code },
    { what: `largest file (${largest?.fileName})`, size: largest?.size ?? 0, budget: BUDGETS.chunk },
  ].map((row) => ({ ...row, budget: row.budget * 1000 }));
}

function holds(path: string) {
  return ({ moduleIds }: Chunk) => moduleIds.some((id) => id.endsWith(`/src/${path}`));
}

/** The file and all it cannot run without. */
function filesOf(chunks: readonly Chunk[], isStart: (chunk: Chunk) => boolean): Set<string> {
  const start = chunks.find(isStart);
  if (!start)
    throw new Error("The build lacks a page that the budget knows. Change build/budget.ts with it.");
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const files = new Set([start.fileName]);
  for (const name of files) for (const next of byName.get(name)?.imports ?? []) files.add(next);
  return files;
}

export function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map((row) => row.what.length));
  const kilo = (bytes: number) => (bytes / 1000).toFixed(1).padStart(7);
  return rows
    .map(({ what, size, budget }) => {
      const verdict = size > budget ? `OVER by ${kilo(size - budget).trim()} kB` : "holds";
      return `${what.padEnd(width)} ${kilo(size)} of ${kilo(budget)} kB  ${verdict}`;
    })
    .join("\n");
}

export function budget(): Plugin {
  const chunks: Chunk[] = [];
  return {
    name: "budget",
    apply: "build",
    writeBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== "chunk" || APART.test(file.fileName.replace(/^assets\//, ""))) continue;
        const { fileName, isEntry, moduleIds, imports } = file;
        chunks.push({ fileName, isEntry, moduleIds, imports, size: gzipped(file.code) });
      }
    },
    closeBundle() {
      const rows = budgetRows(chunks, stylesOf(join(import.meta.dirname, "../dist")));
      console.log(`\nLoaded, compressed:\n${table(rows)}\n`);
      if (rows.some((row) => row.size > row.budget)) throw new Error("The build is over its budget.");
    },
  };
}

/** The style sheets that the first page links to. */
function stylesOf(folder: string): number {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  return readdirSync(join(folder, "assets"))
    .filter((name) => name.endsWith(".css") && page.includes(name))
    .reduce((all, name) => all + gzipped(readFileSync(join(folder, "assets", name))), 0);
}

function gzipped(content: string | Uint8Array): number {
  return gzipSync(content, { level: 9 }).length;
}
