// The editor page with the parts that show a run.
import { EditorPage } from "../../features/editor";
import { debugCommands, RunBar, RunDrawer, RunNode, StepDetail } from "../../features/runs";

const panels = { Bar: RunBar, Node: RunNode, Drawer: RunDrawer, Step: StepDetail, commands: debugCommands };

export default function Editor({ flowId }: { flowId: string }) {
  return <EditorPage flowId={flowId} panels={panels} />;
}
