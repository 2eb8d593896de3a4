// How the drawing and the draft on the server come to be the same, whoever changes it there: nothing is sent over what
// another tab kept. That is joined with what is drawn here, as one step that undo takes back, and then sent.
import type { Catalog } from "./descriptor";
import { changesSince } from "./diff";
import { commonOf, isSameDrawing, type Joined, joined } from "./draftJoin";
import type { DraftLink, DraftSync } from "./draftKeeper";
import type { EditorState } from "./editorStore";
import type { Base } from "./history";
import { type Agreed, isDrawing, type SeenDraft } from "./localDraft";
import { sharing } from "./share";

export interface DraftServer {
  /** When the draft was kept; null where there is none. */
  look: () => Promise<string | null>;
  /** The draft, or what is published where there is none; `known` is a version that need not be read. */
  read: (known: Base) => Promise<Agreed>;
  /** Answers when the draft was kept; nothing is kept, and nothing answered, where it is not the one that was seen. */
  keep: (draft: SeenDraft) => Promise<string | undefined>;
  /** False where it is not the one that was seen. */
  forget: (seen: string) => Promise<boolean>;
}

export interface SyncSetup {
  server: DraftServer;
  catalog: Catalog;
  tell: (text: string) => void;
}

/** Somebody would have to be faster than this tab each time. */
const TRIES = 5;

export function draftSync(setup: SyncSetup): DraftSync {
  return {
    send: async (link) => {
      for (let tries = 0; tries < TRIES; tries += 1) {
        if (await sendOnce(setup, link)) return;
        await join(setup, link);
      }
      throw new Error("The draft is changed elsewhere all the time.");
    },
    catchUp: async (link) => {
      if ((await setup.server.look()) !== link.agreed.seen) await join(setup, link);
    },
  };
}

/** False where another draft is there. */
async function sendOnce({ server }: SyncSetup, link: DraftLink): Promise<boolean> {
  const { store, agreed } = link;
  const { document, saved, version } = store.getState();
  if (document === agreed.document) return true;
  const isAsPublished = changesSince(saved, document).length === 0;
  const draft = { base_version: version, document, seen: agreed.seen };
  const answer = isAsPublished ? forgotten(server, agreed.seen) : server.keep(draft);
  const seen = await answer.catch((error: unknown) => {
    link.unanswered.set(document, { ...draft, saved });
    throw error;
  });
  if (seen === undefined) return false;
  link.agree({ ...draft, seen, saved });
  return true;
}

/** A draft that is not there any more was published or discarded elsewhere, and that is taken over first. */
async function forgotten(server: DraftServer, seen: string | null): Promise<null | undefined> {
  if (seen === null) return null;
  const isThere = (await server.look()) === seen;
  return isThere && (await server.forget(seen)) ? null : undefined;
}

async function join(setup: SyncSetup, link: DraftLink): Promise<void> {
  const theirs = await setup.server.read(link.store.getState());
  // From here on nothing is waited for, so what is drawn is what is joined.
  if (isDrawing(theirs.document)) take(setup, link, theirs);
  else link.agree({ ...link.agreed, seen: theirs.seen });
}

function take({ catalog, tell }: SyncSetup, link: DraftLink, read: Agreed): void {
  const { agreed, unanswered, store } = link;
  const state = store.getState();
  const mine = { base_version: state.version, document: state.document };
  const theirs = { ...read, document: sharing(read.document, state.document) };
  const ends = { agreed, unanswered: unanswered.values(), mine: state, theirs };
  const result = joined({ agreed: commonOf(ends, catalog), mine, theirs }, catalog);
  const isNews = !isSameDrawing(result.document, state.document);
  const document = isNews ? result.document : state.document;
  link.agree(isSameDrawing(document, theirs.document) ? { ...theirs, document } : theirs);
  const base = baseOf(result.base_version, state, theirs);
  if (!isNews) state.markSaved(base.saved, base.version);
  else tell(show(state, result, base, theirs.seen === null));
}

function baseOf(version: number, { saved, version: own, document }: EditorState, theirs: Agreed): Base {
  return version === own ? { saved, version } : { saved: sharing(theirs.saved, document), version };
}

/** Puts it on the canvas, and gives back what is said of it. */
function show(state: EditorState, { document, renamed }: Joined, base: Base, isGone: boolean): string {
  const { selection } = state;
  state.rebase(
    document,
    base,
    isGone ? `go on from version ${base.version}` : "merge changes from another tab",
  );
  // A node that has another id now stays selected.
  const nodes = new Set([...selection.nodes].map((id) => renamed.get(id) ?? id));
  if (renamed.size > 0) state.select({ ...selection, nodes });
  return isGone
    ? `The draft was published or discarded in another tab. You go on from version ${base.version}.`
    : "Changes you made in another tab are in this drawing too.";
}
