// What is searched for in an open flow, what was found, and which of it is looked at.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Catalog } from "../../../core/descriptor";
import type { EditorStore } from "../../../core/editorStore";
import { type Found, findIn, isReplaceable, type Query, readQuery, replaceAll } from "../../../core/find";
import type { Session } from "../session";

export interface FinderState extends Query {
  replacement: string;
  found: readonly Found[];
  /** Which one is looked at; none before the first step. */
  at: number;
  /** Why nothing can be found. */
  reason: string | undefined;
}

export interface Finder extends StoreApi<FinderState> {
  ask: (query: Partial<Query>) => void;
  /** Goes on by so many places, around the ends. */
  step: (by: number) => Found | undefined;
  /** Puts the replacement at one place, or at all; true when something changed. */
  replace: (places: readonly Found[]) => boolean;
}

const NOTHING: FinderState = {
  text: "",
  isCase: false,
  isWord: false,
  isRegex: false,
  replacement: "",
  found: [],
  at: -1,
  reason: undefined,
};

/** The finder of an open flow, which is kept when its panel closes. */
export function finderOf(session: Session): Finder {
  session.finder.current ??= createFinder(session.store, session.catalog);
  return session.finder.current;
}

function createFinder(store: EditorStore, catalog: Catalog): Finder {
  const finder = createStore<FinderState>()(() => NOTHING);
  const look = (query: Partial<Query>, keepsPlace: boolean) => {
    const asked = { ...finder.getState(), ...query };
    const read = readQuery(asked);
    const found = findIn(store.getState().document, catalog, asked);
    const at = keepsPlace ? Math.min(asked.at, found.length - 1) : -1;
    finder.setState({ ...query, found, at, reason: read.ok ? undefined : read.reason });
  };
  store.subscribe((state, before) => {
    if (state.document !== before.document && finder.getState().text !== "") look({}, true);
  });
  return Object.assign(finder, {
    ask: (query: Partial<Query>) => look(query, false),
    step: (by: number) => {
      const { found, at } = finder.getState();
      if (found.length === 0) return undefined;
      const start = at < 0 && by < 0 ? 0 : at;
      const next = (start + by + found.length) % found.length;
      finder.setState({ at: next });
      return found[next];
    },
    replace: (places: readonly Found[]) => {
      const { document, apply } = store.getState();
      const fitting = places.filter((found) => isReplaceable(document, found));
      const state = finder.getState();
      const after = replaceAll(document, catalog, fitting, state, state.replacement);
      if (after === document) return false;
      const what = fitting.length === 1 ? "once" : `${fitting.length} times`;
      apply({ kind: "replace", document: after, label: `replace “${state.text}” ${what}` });
      return true;
    },
  });
}
