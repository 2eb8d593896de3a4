// A draft that could not reach the server, kept in this browser until it does.
import { type FlowDocument, isObject } from "./document";

export interface Draft {
  base_version: number;
  document: FlowDocument;
  updated_at: string;
}

export type DraftStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** Each person's own, also where several use one browser. */
export function draftKey(flow: string, user: string): string {
  return `opsconductor.draft.${user}.${flow}`;
}

/** False when this browser keeps nothing, or has no room. */
export function keepLocally(storage: DraftStorage, key: string, draft: Draft): boolean {
  try {
    storage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function localDraft(storage: DraftStorage, key: string): Draft | undefined {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? "null");
    const isDraft = isObject(value) && typeof value.base_version === "number" && isDrawing(value.document);
    return isDraft ? (value as unknown as Draft) : undefined;
  } catch {
    return undefined;
  }
}

export function forgetLocally(storage: DraftStorage, key: string): void {
  try {
    storage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to forget.
  }
}

/** Whatever a program kept as a draft, only a drawing can be gone on with. */
export function isDrawing(value: unknown): value is FlowDocument {
  return isObject(value) && Array.isArray(value.nodes) && Array.isArray(value.wires);
}

/** The one that was kept last. */
export function newer(a: Draft | undefined, b: Draft | undefined): Draft | undefined {
  if (!a || !b) return a ?? b;
  return Date.parse(a.updated_at) >= Date.parse(b.updated_at) ? a : b;
}
