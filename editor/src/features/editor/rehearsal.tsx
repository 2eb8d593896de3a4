// A dry run on the canvas: loaded only when there is one.
import { lazy, Suspense } from "react";
import { LoadingRows } from "../../ui/states";

const Bar = lazy(() => import("./RehearsalView").then((view) => ({ default: view.RehearsalBar })));
const Drawer = lazy(() => import("./RehearsalView").then((view) => ({ default: view.RehearsalDrawer })));
const Node = lazy(() => import("./RehearsalView").then((view) => ({ default: view.RehearsalNode })));

const wait = <LoadingRows rows={2} height={28} />;

export function RehearsalBar(props: { onClose: () => void }) {
  return (
    <Suspense fallback={wait}>
      <Bar {...props} />
    </Suspense>
  );
}

export function RehearsalDrawer() {
  return (
    <Suspense fallback={wait}>
      <Drawer />
    </Suspense>
  );
}

export function RehearsalNode(props: { node: string }) {
  return (
    <Suspense fallback={wait}>
      <Node {...props} />
    </Suspense>
  );
}
