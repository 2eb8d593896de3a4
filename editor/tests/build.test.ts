// The budget of the build: what counts for which page, and what is said of it.
import { expect, test } from "vitest";
import { budgetRows, type Chunk, table } from "../build/budget";

const chunk = (name: string, size: number, imports: string[] = [], page = ""): Chunk => ({
  fileName: name,
  isEntry: name === "shell",
  moduleIds: [`/here/src/${page}`],
  imports,
  size,
});
const CHUNKS = [
  chunk("shell", 150_000),
  chunk("drawing", 90_000, ["shell"]),
  chunk("editor", 45_000, ["shell", "drawing"], "app/lazy/editor.tsx"),
  chunk("code", 120_000, ["shell", "drawing"], "ui/code/CodeEditor.tsx"),
];

test("a page counts all it cannot run without, beyond what is there already", () => {
  const sizes = Object.fromEntries(budgetRows(CHUNKS, 38_000).map((row) => [row.what, row.size]));
  expect(sizes).toEqual({
    shell: 150_000,
    "styles of the shell": 38_000,
    "editor beyond the shell": 135_000,
    "code field beyond the editor": 120_000,
    "largest file (shell)": 150_000,
  });
});

test("the table says what is over, and by how much", () => {
  const lines = table(budgetRows(CHUNKS, 38_000)).split("\n");
  expect(lines.filter((line) => line.includes("OVER"))).toEqual([
    "editor beyond the shell        135.0 of   130.0 kB  OVER by 5.0 kB",
  ]);
});

test("a build without a page that is counted is an error", () => {
  expect(() => budgetRows(CHUNKS.slice(0, 2), 0)).toThrow("build/budget.ts");
});
