// Opens a flow: reads it and the node types, then hands over to the editor.
import { useState } from "react";
import { useLiveRun } from "../../api/live/live";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { canEdit, useSession } from "../../api/session";
import type { Catalog } from "../../core/descriptor";
import type { RestoreSearch } from "../../core/versions";
import { Loaded } from "../../ui/Loaded";
import { lazily } from "../../ui/lazily";
import { Page } from "../../ui/Page";
import { LoadingRows } from "../../ui/states";
import { type Opening, useOpening } from "./drafts/useOpening";
import { Editor } from "./Editor";
import { PanelsContext, type RunPanels } from "./panels";
import { SessionContext, useEditorSession, useView } from "./session";
import { sessionFor } from "./tabs/openFlows";

const Restoring = lazily(() => import("./publish/Restoring").then((it) => it.Restoring), 0);

export interface EditorPageProps {
  flowId: string;
  panels: RunPanels;
  /** A node to look at, or to take back from an older version, once the flow is open. */
  restore: RestoreSearch;
}

export function EditorPage({ flowId, panels, restore }: EditorPageProps) {
  const mayEdit = useSession(canEdit);
  const user = useSession((state) => state.user?.username);
  const flow = useOpening(flowId, mayEdit ? user : undefined);
  const catalog = useCatalog();
  if (!flow.data || !catalog.data) {
    return (
      <Page title="Flow">
        <Loaded
          answer={flow.data ? catalog : flow}
          what="The flow could not be opened"
          skeleton={<LoadingRows rows={8} />}
        >
          {() => null}
        </Loaded>
      </Page>
    );
  }
  return (
    <PanelsContext.Provider value={panels}>
      <OpenFlow opening={flow.data} catalog={catalog.data} restore={restore} />
    </PanelsContext.Provider>
  );
}

interface OpenFlowProps {
  opening: Opening;
  catalog: Catalog;
  restore: RestoreSearch;
}

function OpenFlow({ opening, catalog, restore }: OpenFlowProps) {
  const mayEdit = useSession(canEdit);
  const user = useSession((state) => state.user?.username) ?? "";
  const [session] = useState(() => sessionFor(opening.flow, catalog, mayEdit, user, opening.draft));
  return (
    <SessionContext.Provider value={session}>
      <LiveRun />
      {(restore.restore ?? restore.node) && <Restoring restore={restore} />}
      <Editor />
    </SessionContext.Provider>
  );
}

/** Keeps the overlay fed while a run is shown. */
function LiveRun() {
  const { overlay } = useEditorSession();
  useLiveRun(
    overlay,
    useView((view) => view.runId),
  );
  return null;
}
