// What stands in the middle: the drawing, the list of steps, or the text.
import { lazy, Suspense } from "react";
import { LoadingRows } from "../../ui/states";
import { EditorCanvas } from "./EditorCanvas";
import { useView } from "./session";

const StepList = lazy(() => import("./list/StepList"));
const JsonView = lazy(() => import("./json/JsonView"));

export function MainView() {
  const look = useView((view) => view.look);
  if (look === "canvas") return <EditorCanvas />;
  return (
    <Suspense fallback={<LoadingRows rows={6} />}>{look === "list" ? <StepList /> : <JsonView />}</Suspense>
  );
}
