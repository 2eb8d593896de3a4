// Drafts that could not reach the server, kept in this browser until they do. All tabs of a browser share its room, so
// each writes a copy of its own; whoever opens the flow next takes over what others left behind.
import { type FlowDocument, isObject } from "./document";

export interface Draft {
  base_version: number;
  document: FlowDocument;
  updated_at: string;
}

/** A draft as a tab knows it from the server; where there was none, what is published. */
export interface SeenDraft {
  base_version: number;
  document: FlowDocument;
  /** When it was kept, in the server's words; null where there was none. */
  seen: string | null;
}

/** What this tab and the server last had in common. */
export interface Agreed extends SeenDraft {
  /** What is published as the version it goes on from. */
  saved: FlowDocument;
}

export interface Copy extends Draft {
  /** What it goes on from. */
  agreed: SeenDraft;
}

/** A copy as it was found; only as such it is thrown away. */
export interface FoundCopy {
  key: string;
  text: string;
}

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Each person's own, also where several use one browser. */
export function draftKey(flow: string, user: string): string {
  return `opsconductor.draft.${user}.${flow}.`;
}

/** Each tab's own. */
export function copyKey(flow: string, user: string): string {
  return `${draftKey(flow, user)}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
}

/** False when this browser keeps nothing, or has no room. */
export function keepLocally(storage: DraftStorage, key: string, copy: Copy): boolean {
  try {
    storage.setItem(key, JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

/** All copies of a flow, whichever tab wrote them. */
export function findCopies(storage: Storage, prefix: string): FoundCopy[] {
  try {
    const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "");
    return keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => ({ key, text: storage.getItem(key) ?? "" }));
  } catch {
    return [];
  }
}

/** Only as it was found, where that is said: its tab may have gone on. */
export function forgetLocally(
  storage: DraftStorage,
  { key, text }: Partial<FoundCopy> & { key: string },
): void {
  try {
    if (text === undefined || storage.getItem(key) === text) storage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Whatever a program kept as a draft, only a drawing can be gone on with. */
export function isDrawing(value: unknown): value is FlowDocument {
  return isObject(value) && Array.isArray(value.nodes) && Array.isArray(value.wires);
}
