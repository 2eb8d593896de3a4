// Which modules share a file. What every page needs is one file, what the drawing of a flow needs is one, and what only
// the editor needs is one: small parts compress worse, and each is a request.
import { join } from "node:path";

const SOURCES = join(import.meta.dirname, "../src");
const page = (name: string) => join(SOURCES, `app/lazy/${name}.tsx`);
const EDITOR = page("editor");
const RUN = page("run");
const LISTS = ["flowList", "runList", "variables", "targets", "credentials"];
const OTHERS = ["dashboard", ...LISTS, "profile", "palette"].map(page);
/** Packages whose parts are used by nothing else of what is shared. */
const WHOLE = /node_modules\/(@xyflow|@tabler|d3-[a-z]+|immer|use-sync-external-store|classcat)\//;

interface Graph {
  getModuleInfo: (id: string) => { importedIds: readonly string[] } | null;
}

interface Group {
  name: string | ((id: string, graph: Graph) => string | null);
  tags?: ["$initial"];
  includeDependenciesRecursively?: boolean;
}

export function chunkGroups(): Group[] {
  const known = new Map<string, Set<string>>();
  const reached = (from: string, graph: Graph) => {
    const found = known.get(from) ?? reach(from, graph);
    known.set(from, found);
    return found;
  };
  const nameOf = (id: string, graph: Graph) => {
    if (!id.startsWith(SOURCES) && !WHOLE.test(id)) return null;
    if (!reached(EDITOR, graph).has(id)) return null;
    if (OTHERS.some((other) => reached(other, graph).has(id))) return "shared";
    return reached(RUN, graph).has(id) ? "drawing" : "editing";
  };
  return [
    { name: "shell", tags: ["$initial"] },
    // What these import is either theirs or nobody's, so no file can come to need itself.
    { name: nameOf, includeDependenciesRecursively: false },
  ];
}

/** What has to be there before the module can run. */
function reach(from: string, graph: Graph): Set<string> {
  const seen = new Set([from]);
  for (const id of seen) {
    for (const next of graph.getModuleInfo(id)?.importedIds ?? []) seen.add(next);
  }
  return seen;
}
