// Which keys run which command: what the commands bring, what a preset changes of it, and what a person changed.
import { createStore, type StoreApi } from "zustand/vanilla";
import { isObject } from "./document";
import { isSingleKey, normalKeys, strokes } from "./keys";

export type Preset = "default" | "node-red";

export interface KeymapState {
  preset: Preset;
  /** Keys a person gave a command, by its id; none switches its keys off. */
  changed: { readonly [id: string]: readonly string[] };
  /** Whether keys without Ctrl or Alt run commands. */
  hasSingleKeys: boolean;
}

export const DEFAULT_KEYMAP: KeymapState = { preset: "default", changed: {}, hasSingleKeys: true };

export const PRESETS: readonly { id: Preset; name: string; keys: { [id: string]: readonly string[] } }[] = [
  { id: "default", name: "Default", keys: {} },
  {
    id: "node-red",
    name: "Node-RED",
    keys: {
      publish: ["Ctrl+D", "Ctrl+Shift+S"],
      duplicate: ["Ctrl+Shift+D"],
      "show-selection": ["Ctrl+Enter", "."],
      run: ["Ctrl+Alt+R"],
    },
  },
];

/** What a command brings along. */
export interface Keyed {
  id: string;
  keys: readonly string[];
  scope?: "canvas" | "page" | "form";
}

/** The keys a command has now. */
export function keysOf(state: KeymapState, command: Keyed): string[] {
  const all = state.changed[command.id] ?? presetKeys(state.preset, command);
  return state.hasSingleKeys ? [...all] : all.filter((keys) => !isSingleKey(keys) || isHarmless(keys));
}

function presetKeys(preset: Preset, command: Keyed): readonly string[] {
  return PRESETS.find((item) => item.id === preset)?.keys[command.id] ?? command.keys;
}

/** Keys that type nothing stay even where single keys are switched off. */
function isHarmless(keys: string): boolean {
  return /^(Shift\+)?(Arrow\w+|Escape|Delete|Enter|Home|End|PageUp|PageDown)$/.test(keys);
}

export interface Conflict {
  keys: string;
  commands: string[];
}

/** Keys that mean two things at one place, and chords that another command's keys cut short. */
export function conflictsOf(commands: readonly Keyed[]): Conflict[] {
  const uses = commands.flatMap((command) =>
    command.keys.map((keys) => ({ id: command.id, keys: normalKeys(keys), scope: command.scope ?? "page" })),
  );
  const found = new Map<string, Set<string>>();
  for (const [index, use] of uses.entries()) {
    for (const other of uses.slice(index + 1)) {
      if (other.id === use.id || !meet(use.scope, other.scope) || !cutShort(use.keys, other.keys)) continue;
      const keys = use.keys.length <= other.keys.length ? use.keys : other.keys;
      found.set(keys, (found.get(keys) ?? new Set<string>()).add(use.id).add(other.id));
    }
  }
  return [...found].map(([keys, ids]) => ({ keys, commands: [...ids] }));
}

/** The canvas and the forms beside it may give the same keys different meanings. */
function meet(one: string, other: string): boolean {
  return one === other || one === "page" || other === "page";
}

function cutShort(one: string, other: string): boolean {
  const [a, b] = [strokes(one), strokes(other)];
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  return short.length > 0 && short.every((stroke, index) => stroke === long[index]);
}

/** Part of the browser's `localStorage`. */
export interface Shelf {
  getItem: (key: string) => string | null;
  setItem: (key: string, value: string) => void;
}

export interface Keymap extends StoreApi<KeymapState> {
  /** Reads what this person keeps. */
  open: (user: string) => void;
  choose: (preset: Preset) => void;
  setKeys: (command: string, keys: readonly string[]) => void;
  /** Back to what the preset says. */
  resetKeys: (command: string) => void;
  resetAll: () => void;
  switchSingleKeys: (on: boolean) => void;
}

export function createKeymap(shelf?: Shelf): Keymap {
  const store = createStore<KeymapState>()(() => DEFAULT_KEYMAP);
  let place = placeOf("");
  store.subscribe((state) => keep(shelf, place, state));
  return Object.assign(store, {
    open: (user: string) => {
      if (placeOf(user) === place) return;
      place = placeOf(user);
      store.setState(kept(shelf, place), true);
    },
    choose: (preset: Preset) => store.setState({ preset }),
    setKeys: (command: string, keys: readonly string[]) =>
      store.setState(({ changed }) => ({ changed: { ...changed, [command]: keys.map(normalKeys) } })),
    resetKeys: (command: string) =>
      store.setState(({ changed: { [command]: _gone, ...changed } }) => ({ changed })),
    resetAll: () => store.setState(DEFAULT_KEYMAP, true),
    switchSingleKeys: (hasSingleKeys: boolean) => store.setState({ hasSingleKeys }),
  });
}

const placeOf = (user: string) => `opsconductor.keymap.${user}`;

function keep(shelf: Shelf | undefined, place: string, state: KeymapState): void {
  try {
    shelf?.setItem(place, JSON.stringify(state));
  } catch {
    // The browser's room is full or closed to pages: the keys hold for as long as the page does.
  }
}

/** What was kept; what somebody else put there counts as nothing. */
function kept(shelf: Shelf | undefined, place: string): KeymapState {
  try {
    const read: unknown = JSON.parse(shelf?.getItem(place) ?? "{}");
    if (!isObject(read)) return DEFAULT_KEYMAP;
    const changed = isObject(read.changed) ? Object.entries(read.changed) : [];
    const isKeys = (value: unknown): value is string[] =>
      Array.isArray(value) && value.every((keys) => typeof keys === "string");
    return {
      preset: PRESETS.find((preset) => preset.id === read.preset)?.id ?? "default",
      changed: Object.fromEntries(changed.filter((entry): entry is [string, string[]] => isKeys(entry[1]))),
      hasSingleKeys: read.hasSingleKeys !== false,
    };
  } catch {
    return DEFAULT_KEYMAP;
  }
}
