// The editor page with the parts that show a run.
import { EditorPage } from "../../features/editor";
import { RunBar, RunDrawer, RunNode } from "../../features/runs";

const panels = { Bar: RunBar, Node: RunNode, Drawer: RunDrawer };

export default function Editor({ flowId }: { flowId: string }) {
  return <EditorPage flowId={flowId} panels={panels} />;
}
