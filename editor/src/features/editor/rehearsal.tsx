// A dry run on the canvas: loaded only when there is one.
import { lazily } from "../../ui/lazily";

export const RehearsalBar = lazily(() => import("./RehearsalView").then((view) => view.RehearsalBar), 1);
export const RehearsalDrawer = lazily(() => import("./RehearsalView").then((view) => view.RehearsalDrawer));
export const RehearsalNode = lazily(() => import("./RehearsalView").then((view) => view.RehearsalNode));
