// What stands in the middle: the drawing, the list of steps, or the text.

import { lazily } from "../../ui/lazily";
import { EditorCanvas } from "./EditorCanvas";
import { useView } from "./session";

const StepList = lazily(() => import("./list/StepList"));
const JsonView = lazily(() => import("./json/JsonView"));

export function MainView() {
  const look = useView((view) => view.look);
  if (look === "canvas") return <EditorCanvas />;
  return look === "list" ? <StepList /> : <JsonView />;
}
