// A server of drafts that keeps to its promises, and tabs of one person that draw the same flow with it.
import type { Json } from "../../src/core/document";
import { type FlowDocument, isObject } from "../../src/core/document";
import { withCopies } from "../../src/core/draftCopies";
import { DraftKeeper } from "../../src/core/draftKeeper";
import { type DraftServer, draftSync } from "../../src/core/draftSync";
import { createEditorStore, type EditorStore } from "../../src/core/editorStore";
import type { Base } from "../../src/core/history";
import { newNodeId, nodeIds } from "../../src/core/ids";
import { type Agreed, type DraftStorage, findCopies, type SeenDraft } from "../../src/core/localDraft";
import { mergeDocuments } from "../../src/core/merge";
import { catalog, sampleDocument } from "./catalog";

type Kept = Omit<SeenDraft, "seen"> & { updated_at: string };

const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

export class FakeServer {
  versions: FlowDocument[] = [sampleDocument()];
  draft?: Kept;
  /** What was asked for, in turn. */
  asked: string[] = [];
  isAway = false;
  /** Does what it is asked for, and says nothing. */
  isMute = false;
  /** Awaited when a request arrives, and before its answer goes. */
  gate: () => Promise<void> = async () => undefined;
  private now = Date.parse("2026-01-01T10:00:00Z");

  /** Publishing ends the draft; nothing is published over a version that was not seen. */
  publish(version: number, document: FlowDocument): number {
    if (version !== this.newest) throw new Error("version_conflict");
    this.versions.push(copyOf(document));
    this.draft = undefined;
    return this.versions.length;
  }

  get newest(): number {
    return this.versions.length;
  }

  /** What the flow opens with. */
  theirs(): Agreed {
    const { newest, draft } = this;
    const there = draft ?? { base_version: newest, document: this.version(newest), updated_at: null };
    const saved = this.version(there.base_version);
    const { base_version, document, updated_at: seen } = there;
    return copyOf({ base_version, document, seen, saved });
  }

  door(): DraftServer {
    const asked = <T>(what: string, act: () => T) => this.answer(what, act);
    return {
      look: () => asked("look", () => this.seen),
      read: (known: Base) =>
        asked("read", () => {
          const theirs = this.theirs();
          return theirs.base_version === known.version ? { ...theirs, saved: known.saved } : theirs;
        }),
      keep: ({ seen, ...draft }) => asked("keep", () => this.keep(seen, copyOf(draft))),
      forget: (seen) => asked("forget", () => this.forget(seen)),
    };
  }

  private get seen(): string | null {
    return this.draft?.updated_at ?? null;
  }

  private version(number: number): FlowDocument {
    return copyOf(this.versions[number - 1] as FlowDocument);
  }

  private keep(seen: string | null, draft: Omit<SeenDraft, "seen">): string | undefined {
    if (seen !== this.seen) return undefined;
    this.now += 7;
    this.draft = { ...draft, updated_at: new Date(this.now).toISOString() };
    return this.draft.updated_at;
  }

  private forget(seen: string): boolean {
    if (this.seen !== null && this.seen !== seen) return false;
    this.draft = undefined;
    return true;
  }

  private async answer<T>(what: string, act: () => T): Promise<T> {
    await this.gate();
    if (this.isAway) throw new Error("offline");
    this.asked.push(what);
    const result = act();
    await this.gate();
    if (this.isMute) throw new Error("the answer was lost");
    return result;
  }
}

/** What a browser keeps for all its tabs. */
export class FakeBrowser implements Storage {
  [name: string]: unknown;
  readonly held = new Map<string, string>();
  isFull = false;

  get length(): number {
    return this.held.size;
  }

  clear(): void {
    this.held.clear();
  }

  key(index: number): string | null {
    return [...this.held.keys()][index] ?? null;
  }

  getItem(key: string): string | null {
    return this.held.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    if (this.isFull) throw new Error("full");
    this.held.set(key, value);
  }

  removeItem(key: string): void {
    this.held.delete(key);
  }
}

export interface Tab {
  name: string;
  store: EditorStore;
  keeper: DraftKeeper;
  /** What the person was told. */
  told: string[];
  document: () => FlowDocument;
  rename: (name: string, node?: string) => void;
  set: (node: string, field: string, value: Json) => void;
  /** Adds a node with this mark, under an id as the editor gives them. */
  add: (mark: string, id?: string) => void;
  remove: (mark: string) => void;
  /** Publishes as the editor does: what came in meanwhile is looked at first. */
  publish: () => Promise<boolean>;
  /** Merges with the newest version, after what was drawn in other tabs. */
  merge: () => Promise<void>;
}

const PREFIX = "draft.";
let time = 0;

/** Opens the flow in one more tab. */
export function openTab(server: FakeServer, name: string, browser: DraftStorage = new FakeBrowser()): Tab {
  const { saved, seen, ...there } = server.theirs();
  const copies = browser instanceof FakeBrowser ? findCopies(browser, PREFIX) : [];
  const draft = withCopies({ ...there, updated_at: seen ?? "2026-01-01T00:00:00Z" }, copies, catalog);
  const base = draft.base_version === there.base_version ? saved : server.versions[draft.base_version - 1];
  const isClean = seen === null && draft.document === there.document;
  const start = isClean ? (base as FlowDocument) : draft.document;
  const clock = () => {
    time += 10_000;
    return time;
  };
  const store = createEditorStore(base as FlowDocument, draft.base_version, clock, start);
  const told: string[] = [];
  const sync = draftSync({ server: server.door(), catalog, tell: (text) => told.push(text) });
  const isAsThere = draft.document === there.document;
  const agreed = { ...there, seen, saved, document: isAsThere ? start : there.document };
  const key = PREFIX + name;
  const keeper = new DraftKeeper({ store, sync: async () => sync, storage: browser, key, agreed, copies });
  return { name, store, keeper, told, ...actsOf(server, store, keeper) };
}

function actsOf(server: FakeServer, store: EditorStore, keeper: DraftKeeper) {
  const { apply } = store.getState();
  const document = () => store.getState().document;
  const merge = async () => {
    await keeper.catchUp();
    mergeNewest(server, store);
  };
  const publish = async () => {
    const before = document();
    await keeper.catchUp();
    const { version } = store.getState();
    if (document() !== before) return false;
    if (version !== server.newest) {
      await merge();
      return false;
    }
    const act = async () => ({ version: server.publish(version, before) });
    store.getState().markSaved(before, (await keeper.without(before, act)).version);
    return true;
  };
  return {
    document,
    rename: (name: string, node = "a") => apply({ kind: "renameNode", node, name }),
    set: (node: string, field: string, value: Json) =>
      apply({ kind: "setConfig", node, path: [field], value }),
    add: (mark: string, id = newNodeId("t.work", nodeIds(document()))) => {
      const node = { id, type: "t.work", x: 0, y: 0, config: { mark } };
      apply({ kind: "addNodes", nodes: [node], wires: [] });
    },
    remove: (mark: string) => {
      const nodes = document().nodes.filter((node) => node.config?.mark === mark);
      apply({ kind: "remove", nodes: nodes.map((node) => node.id), wires: [] });
    },
    publish,
    merge,
  };
}

function mergeNewest(server: FakeServer, store: EditorStore): void {
  const { saved: base, document: mine, version, rebase } = store.getState();
  const theirs = server.versions.at(-1) as FlowDocument;
  const { document } = mergeDocuments({ base, mine, theirs }, catalog);
  if (version < server.newest) rebase(document, { saved: theirs, version: server.newest }, "merge");
}

export const marksIn = (document: FlowDocument | undefined) =>
  (document?.nodes ?? []).flatMap(({ config }) =>
    isObject(config) && typeof config.mark === "string" ? [config.mark] : [],
  );
export const nameIn = (document: FlowDocument | undefined, id = "a") =>
  document?.nodes.find((node) => node.id === id)?.name;
export const fieldIn = (document: FlowDocument | undefined, id: string, field: string) =>
  document?.nodes.find((node) => node.id === id)?.config?.[field];
