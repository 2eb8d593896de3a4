// Takes over what tabs of this browser could not send before they were closed: each copy is joined with the rest.
import type { Catalog } from "./descriptor";
import { isObject } from "./document";
import { isSameDrawing, joined } from "./draftJoin";
import { type Copy, type Draft, type FoundCopy, isDrawing } from "./localDraft";

/** What the server has, and on top of it what was found. Of a field that was changed in several, the latest counts. */
export function withCopies(server: Draft, found: readonly FoundCopy[], catalog: Catalog): Draft {
  return found
    .flatMap(({ text }) => readCopy(text) ?? [])
    .toSorted((a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at))
    .reduce((all, copy) => withCopy(all, copy, catalog), server);
}

function withCopy(all: Draft, copy: Copy, catalog: Catalog): Draft {
  const isLater = Date.parse(copy.updated_at) >= Date.parse(all.updated_at);
  const drawings = { agreed: copy.agreed, mine: copy, theirs: all };
  const { document, base_version } = joined(drawings, catalog, isLater ? "mine" : "theirs");
  if (isSameDrawing(document, all.document) && base_version === all.base_version) return all;
  return { document, base_version, updated_at: isLater ? copy.updated_at : all.updated_at };
}

function readCopy(text: string): Copy | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isKept(value) && isKept((value as { agreed?: unknown }).agreed) ? (value as Copy) : undefined;
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): boolean {
  return isObject(value) && typeof value.base_version === "number" && isDrawing(value.document);
}
