// The layout engine (elkjs, unmodified, in a file and a worker of its own): loaded when something is tidied for the
// first time, and let go when it does not answer.
import workerUrl from "elkjs/lib/elk-worker.min.js?url";
import type { Catalog } from "../../core/descriptor";
import type { FlowDocument } from "../../core/document";
import { type LayoutNode, layoutGraph, type Place, placesFrom, plainPlaces } from "../../core/layout";

interface Engine {
  layout: (graph: LayoutNode) => Promise<LayoutNode>;
  terminateWorker: () => void;
}

const PATIENCE_MS = 20_000;

let engine: Promise<Engine> | undefined;

async function load(): Promise<Engine> {
  const { default: Elk } = await import("elkjs/lib/elk-api");
  return new Elk({ workerUrl }) as unknown as Engine;
}

/** Where the nodes go; by the engine, or by our own simpler way when it cannot be had. */
export async function tidyPlaces(
  document: FlowDocument,
  catalog: Catalog,
  chosen?: ReadonlySet<string>,
): Promise<Place[]> {
  engine ??= load();
  try {
    const ready = await engine;
    const laidOut = await within(ready.layout(layoutGraph(document, catalog, chosen)), ready);
    return placesFrom(document, catalog, laidOut, chosen);
  } catch {
    engine = undefined;
    return plainPlaces(document, catalog, chosen);
  }
}

function within(answer: Promise<LayoutNode>, ready: Engine): Promise<LayoutNode> {
  return new Promise((done, fail) => {
    const timer = setTimeout(() => {
      ready.terminateWorker();
      fail(new Error("The layout engine did not answer."));
    }, PATIENCE_MS);
    answer.then(done, fail).finally(() => clearTimeout(timer));
  });
}
