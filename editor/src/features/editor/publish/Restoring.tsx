// Goes to a node, or takes one back from an older version as one step, when the address asks for it; the address then
// forgets it.
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
  const { restore: old, version, node } = restore;
  useEffect(() => {
    navigate({ to: "/flows/$flowId", params: { flowId: session.flowId }, replace: true });
    if (node !== undefined) lookAt(session, node);
    else if (old !== undefined && version !== undefined && session.mayEdit) {
      void takeBack(session, old, Number(version));
    }
  }, [old, version, node, session, navigate]);
  return null;
}

/** Once the drawing is there. */
function lookAt(session: Session, id: string): void {
  const isThere = session.store.getState().document.nodes.some((node) => node.id === id);
  if (isThere) requestAnimationFrame(() => requestAnimationFrame(() => showNode(session, id)));
  else toast("The node that was asked for is no longer in this flow.");
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
