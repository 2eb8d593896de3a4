// Holds the layers: app -> features -> core | api | ui. Features do not know each other.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const SRC = resolve(__dirname, "../src");
const ALLOWED: Record<string, string[]> = {
  app: ["app", "features", "core", "api", "ui"],
  features: ["features", "core", "api", "ui"],
  api: ["api", "core"],
  ui: ["ui", "core"],
  core: ["core"],
};

const ADVICE =
  "Logic without React belongs in core, calls to the server in api, parts used by several features in ui; " +
  "what joins two features belongs in app.";

interface Import {
  from: string;
  to: string;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return /\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => match[1] ?? "");
}

function ownImports(): Import[] {
  return filesIn(SRC).flatMap((file) =>
    importsOf(file)
      .filter((name) => name.startsWith("."))
      .map((name) => ({ from: relative(SRC, file), to: relative(SRC, resolve(dirname(file), name)) })),
  );
}

const layerOf = (path: string) => path.split("/")[0] ?? "";
const featureOf = (path: string) => path.split("/")[1] ?? "";

describe("layers", () => {
  test("imports point one way", () => {
    const wrong = ownImports().filter(({ from, to }) => {
      const allowed = ALLOWED[layerOf(from)];
      return allowed !== undefined && !allowed.includes(layerOf(to));
    });
    expect(wrong, ADVICE).toEqual([]);
  });

  test("features do not import features, and the application enters by their index", () => {
    const wrong = ownImports().filter(({ from, to }) => {
      if (layerOf(to) !== "features") return false;
      if (layerOf(from) === "features") return featureOf(from) !== featureOf(to);
      return !/^features\/[^/]+(\/(list|debug|account))?(\/index)?$/.test(to);
    });
    expect(wrong, ADVICE).toEqual([]);
  });

  test("core knows no React, and only the canvas module knows React Flow", () => {
    const files = filesIn(SRC).map((file) => ({ file: relative(SRC, file), names: importsOf(file) }));
    const reactInCore = files.filter(
      ({ file, names }) =>
        file.startsWith("core/") && names.some((name) => /^(react|@mantine|@xyflow)/.test(name)),
    );
    const flowOutside = files.filter(
      ({ file, names }) => !file.startsWith("ui/canvas/") && names.some((name) => name.startsWith("@xyflow")),
    );
    expect(reactInCore, ADVICE).toEqual([]);
    expect(
      flowOutside,
      "React Flow stays behind ui/canvas, so that its next version changes one folder.",
    ).toEqual([]);
  });

  test("every file says first what it is for", () => {
    const silent = filesIn(SRC).filter((file) => !readFileSync(file, "utf8").startsWith("// "));
    expect(silent.map((file) => relative(SRC, file))).toEqual([]);
  });

  test("no node type is named: forms, ports and icons come from descriptors", () => {
    const named = filesIn(SRC).filter((file) =>
      /"(flow|shell|file|http|ssh|sql)\.[a-z_]+"/.test(readFileSync(file, "utf8")),
    );
    expect(named.map((file) => relative(SRC, file))).toEqual([]);
  });

  test("files stay short enough to read", () => {
    const long = filesIn(SRC)
      .filter((file) => file.endsWith(".tsx") && readFileSync(file, "utf8").split("\n").length > 400)
      .map((file) => relative(SRC, file));
    expect(long).toEqual([]);
  });
});
