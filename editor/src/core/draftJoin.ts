// One person draws one flow in two places: what either drew since both had the same becomes one drawing, and nothing
// is asked. Where both changed the same field one side is preferred; what one removed and the other changed is kept.
import type { Catalog } from "./descriptor";
import { diffDocuments, type ItemChange } from "./diff";
import type { FlowDocument, Json } from "./document";
import { isEqual } from "./equal";
import type { Base } from "./history";
import type { Agreed } from "./localDraft";
import { type Conflict, type Merged, mergeDocuments, type Side } from "./merge";

/** What is drawn, and the version it goes on from. */
export interface Drawing {
  base_version: number;
  document: FlowDocument;
}

export interface Drawings {
  agreed: Drawing;
  mine: Drawing;
  theirs: Drawing;
}

export type Joined = Drawing & Pick<Merged, "renamed">;

export function joined({ agreed, mine, theirs }: Drawings, catalog: Catalog, prefer: Side = "mine"): Joined {
  const documents = { base: agreed.document, mine: mine.document, theirs: theirs.document };
  const open = mergeDocuments(documents, catalog);
  const choices = new Map(open.conflicts.map((conflict) => [conflict.id, sideOf(conflict, prefer)]));
  const { document, renamed } = choices.size === 0 ? open : mergeDocuments(documents, catalog, choices);
  const versions = [agreed.base_version, mine.base_version, theirs.base_version] as const;
  return { document, renamed, base_version: joinedVersion(versions) };
}

function sideOf({ part, path, mine, theirs }: Conflict, prefer: Side): Side {
  const isItem = path === "" && part !== "document";
  if (isItem && mine === undefined) return "theirs";
  return isItem && theirs === undefined ? "mine" : prefer;
}

/** Whoever changed it; the older one, where both did: of that one all is in the drawing. */
function joinedVersion([agreed, mine, theirs]: readonly [number, number, number]): number {
  if (mine === agreed) return theirs;
  return theirs === agreed ? mine : Math.min(mine, theirs);
}

interface Ends {
  /** What was agreed on last. */
  agreed: Agreed;
  /** What was sent since then, and may have arrived although nothing came back. */
  unanswered: Iterable<Agreed>;
  /** The version that this drawing goes on from. */
  mine: Base;
  theirs: Agreed;
}

/** What my drawing and theirs both go on from. */
export function commonOf({ agreed, unanswered, mine, theirs }: Ends, catalog: Catalog): Drawing {
  const last = [...unanswered].findLast((sent) => hasArrived(sent, agreed, theirs)) ?? agreed;
  const isBehind = theirs.base_version < mine.version;
  const older: Base = isBehind ? { saved: theirs.saved, version: theirs.base_version } : mine;
  if (last.seen !== null && older.version <= last.base_version) return last;
  // There was no draft, or both went on to a newer version since: what both have of it is no change of either.
  const documents = { base: last.saved, mine: last.document, theirs: older.saved };
  return { base_version: older.version, document: mergeDocuments(documents, catalog).document };
}

/** All that had been done is there as it was done, whatever else is. */
function hasArrived(sent: Agreed, agreed: Agreed, theirs: Agreed): boolean {
  const nameOf = ({ part, id }: ItemChange) => `${part}/${id}`;
  const done = new Set(diffDocuments(agreed.document, sent.document).map(nameOf));
  return !diffDocuments(sent.document, theirs.document).some((change) => done.has(nameOf(change)));
}

export function isSameDrawing(a: FlowDocument, b: FlowDocument): boolean {
  return isEqual(a as unknown as Json, b as unknown as Json);
}
