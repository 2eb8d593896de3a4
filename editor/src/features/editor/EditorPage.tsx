// Opens a flow: reads it and the node types, then hands over to the editor.
import { useState } from "react";
import { useFlow } from "../../api/flows/getFlow";
import type { FlowDetail } from "../../api/flows/types";
import { useLiveRun } from "../../api/live/live";
import { useCatalog } from "../../api/nodes/listNodeTypes";
import { canEdit, useSession } from "../../api/session";
import type { Catalog } from "../../core/descriptor";
import { Page } from "../../ui/Page";
import { Failed, LoadingRows } from "../../ui/states";
import { Editor } from "./Editor";
import { PanelsContext, type RunPanels } from "./panels";
import { createSession, SessionContext, useEditorSession, useView } from "./session";

export function EditorPage({ flowId, panels }: { flowId: string; panels: RunPanels }) {
  const flow = useFlow(flowId);
  const catalog = useCatalog();
  const error = flow.error ?? catalog.error;
  if (error && !(flow.data && catalog.data)) {
    const retry = () => {
      flow.refetch();
      catalog.refetch();
    };
    return (
      <Page title="Flow">
        <Failed what="The flow could not be opened" error={error} onRetry={retry} />
      </Page>
    );
  }
  if (!flow.data || !catalog.data) {
    return (
      <Page title="Flow">
        <LoadingRows rows={8} />
      </Page>
    );
  }
  return (
    <PanelsContext.Provider value={panels}>
      <OpenFlow flow={flow.data} catalog={catalog.data} />
    </PanelsContext.Provider>
  );
}

function OpenFlow({ flow, catalog }: { flow: FlowDetail; catalog: Catalog }) {
  const mayEdit = useSession(canEdit);
  const [session] = useState(() => createSession(flow, catalog, mayEdit));
  return (
    <SessionContext.Provider value={session}>
      <LiveRun />
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
