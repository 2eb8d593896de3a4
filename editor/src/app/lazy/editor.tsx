// The editor page; the parts that show a run are read once there is one.
import { EditorPage, type EditorPageProps } from "../../features/editor";
import { debugCommands } from "../../features/runs/debug";
import { lazily } from "../../ui/lazily";

const read = () => import("./runPanels");
const panels = {
  Bar: lazily(() => read().then((parts) => parts.RunBar), 1),
  Node: lazily(() => read().then((parts) => parts.RunNode)),
  Drawer: lazily(() => read().then((parts) => parts.RunDrawer)),
  Step: lazily(() => read().then((parts) => parts.StepDetail)),
  commands: debugCommands,
};

export default function Editor(props: Omit<EditorPageProps, "panels">) {
  return <EditorPage {...props} panels={panels} />;
}
