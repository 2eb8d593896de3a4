// The draft of one flow on the server, as the keeper of the drawing needs it.
import { draftKeptAt, getDraft } from "../../../api/flows/drafts";
import { getFlow } from "../../../api/flows/getFlow";
import { forgetDraft, keepDraft } from "../../../api/flows/keepDraft";
import { getVersion } from "../../../api/flows/versions";
import type { Catalog } from "../../../core/descriptor";
import type { DraftSync } from "../../../core/draftKeeper";
import { draftSync } from "../../../core/draftSync";
import type { EditorStore } from "../../../core/editorStore";
import type { Base } from "../../../core/history";
import type { Agreed } from "../../../core/localDraft";
import { toast } from "../../../ui/toast";

interface Place {
  flow: string;
  user: string;
  catalog: Catalog;
  store: EditorStore;
}

export function syncOf({ flow, user, catalog, store }: Place): DraftSync {
  const tell = (text: string) => {
    store.getState().announce(text);
    toast(text);
  };
  const server = {
    look: () => draftKeptAt(flow, user),
    read: (known: Base) => read(flow, user, known),
    keep: keepDraft.bind(null, flow),
    forget: forgetDraft.bind(null, flow),
  };
  return draftSync({ server, catalog, tell });
}

async function read(flow: string, user: string, known: Base): Promise<Agreed> {
  const draft = await getDraft(flow, user);
  if (!draft) {
    const { version, document } = await getFlow(flow);
    return { base_version: version, document, seen: null, saved: document };
  }
  const { base_version, document, updated_at } = draft;
  const saved =
    base_version === known.version ? known.saved : (await getVersion(flow, base_version)).document;
  return { base_version, document, seen: updated_at, saved };
}
