// Takes a node back from an older version, as one step, when the address asks for it; the address then forgets it.
import { useNavigate } from "@tanstack/react-router";
import { useEffect } from "react";
import { getVersion } from "../../../api/flows/versions";
import type { RestoreSearch } from "../../../core/versions";
import { toast, toastFailure } from "../../../ui/toast";
import { showNode } from "../edit";
import { type Session, useEditorSession } from "../session";

export function Restoring({ restore }: { restore: RestoreSearch }) {
  const session = useEditorSession();
  const navigate = useNavigate();
  const { restore: node, version } = restore;
  useEffect(() => {
    if (node === undefined || version === undefined) return;
    navigate({ to: "/flows/$flowId", params: { flowId: session.flowId }, replace: true });
    if (session.mayEdit) void takeBack(session, node, Number(version));
  }, [node, version, session, navigate]);
  return null;
}

async function takeBack(session: Session, id: string, version: number): Promise<void> {
  try {
    const [{ document: older }, { restoreNode }, { itemTitle }] = await Promise.all([
      getVersion(session.flowId, version),
      import("../../../core/restore"),
      import("../../../core/changeText"),
    ]);
    const { document, apply } = session.store.getState();
    const title = itemTitle({ part: "nodes", item: id }, { catalog: session.catalog, documents: [older] });
    apply({
      kind: "replace",
      document: restoreNode(document, older, id),
      label: `restore ${title} from version ${version}`,
    });
    showNode(session, id);
    toast(`“${title}” is as it was in version ${version}. Publish it, or undo.`);
  } catch (error) {
    toastFailure("The node was not restored", error);
  }
}
